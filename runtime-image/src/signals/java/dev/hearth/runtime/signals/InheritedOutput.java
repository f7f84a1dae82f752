package dev.hearth.runtime.signals;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * Output on a file descriptor that the launcher has left open. The JDK gives a name to 0, 1 and 2 only; to open {@code
 * /dev/fd/3} would open a file anew, at its beginning.
 */
public final class InheritedOutput {
    private InheritedOutput() {}

    /** The descriptor of this number; standard output where the JVM was told to let nobody at its fields. */
    public static OutputStream of(int number) {
        FileDescriptor descriptor = new FileDescriptor();
        try {
            Field instance = Unsafe.class.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Unsafe unsafe = (Unsafe) instance.get(null);
            unsafe.putInt(descriptor, unsafe.objectFieldOffset(FileDescriptor.class.getDeclaredField("fd")), number);
            return new FileOutputStream(descriptor);
        } catch (ReflectiveOperationException | UnsupportedOperationException refused) {
            return new FileOutputStream(FileDescriptor.out);
        }
    }
}
