package example.deeds;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

/** The JVM's flags as they came out in the end. */
public class Flags {
    private static final List<String> NAMES = List.of(
            "MaxHeapSize",
            "MaxMetaspaceSize",
            "MaxDirectMemorySize",
            "ReservedCodeCacheSize",
            "ThreadStackSize",
            "TieredStopAtLevel",
            "UseSerialGC",
            "UseParallelGC",
            "OnOutOfMemoryError");

    public String handle(String event) {
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return NAMES.stream()
                .map(name -> name + "=" + bean.getVMOption(name).getValue())
                .collect(Collectors.joining(" ", "", " java.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    }
}
