package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An opened package: what lies where once it is unpacked, and the content of each entry. Of two entries with one path the last
 * counts, as for unzip. All that can be seen without reading contents was checked; sizes are counted while they are read, over all
 * entries, since a zip's own statements cannot be trusted. Not thread-safe.
 */
final class PackageContents implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final int MAX_LINK = 4_096;
    private static final long STATED_ELSEWHERE = 0xffff_ffffL;

    private final ZipFile zip;
    private final PackageLimits limits;
    private final long zipped;
    private final Map<String, PackageEntry> entries;
    private final byte[] chunk = new byte[CHUNK];
    private long unzipped;

    private PackageContents(ZipFile zip, PackageLimits limits, long zipped, Map<String, PackageEntry> entries) {
        this.zip = zip;
        this.limits = limits;
        this.zipped = zipped;
        this.entries = entries;
    }

    /**
     * Opens and checks a package.
     *
     * @throws ZipException when it is no whole zip
     * @throws CodeProblem when it is not to be unpacked
     */
    static PackageContents open(Path file, PackageLimits limits) throws IOException {
        Map<String, PackageEntry> entries = entries(file, limits);
        PackageFolders.check(entries, limits);
        ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        PackageContents opened = new PackageContents(zip, limits, Files.size(file), entries);
        try {
            limits.checkSize(opened.statedSize(), opened.zipped);
            LinkTargets.check(opened.links());
            return opened;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static Map<String, PackageEntry> entries(Path file, PackageLimits limits) throws IOException {
        List<PackageEntry> listed;
        try (FileChannel channel = FileChannel.open(file)) {
            listed = ZipDirectory.read(channel, limits);
        }
        Map<String, PackageEntry> entries = LinkedHashMap.newLinkedHashMap(listed.size());
        for (PackageEntry entry : listed) {
            if (!entry.path().isEmpty()) {
                entries.put(entry.path(), entry);
            }
        }
        return entries;
    }

    private long statedSize() throws IOException {
        long sum = 0;
        for (PackageEntry entry : entries.values()) {
            sum += entry.statedSize() == STATED_ELSEWHERE ? zipped(entry).getSize() : entry.statedSize();
        }
        return sum;
    }

    /** Where the symbolic links lead, by their paths. */
    Map<String, String> links() throws IOException {
        Map<String, String> links = new HashMap<>();
        for (PackageEntry entry : entries.values()) {
            if (entry.kind() == PackageEntry.Kind.LINK) {
                links.put(entry.path(), link(entry));
            }
        }
        return links;
    }

    /** All entries, in the order in which the zip lists them. */
    Collection<PackageEntry> entries() {
        return entries.values();
    }

    /** Whether a file or link lies there. */
    boolean has(String path) {
        PackageEntry entry = entries.get(path);
        return entry != null && entry.kind() != PackageEntry.Kind.FOLDER;
    }

    /** Whether a folder that a path lies in is a symbolic link, so that something may be there. */
    boolean isBehindLink(String path) {
        for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
            PackageEntry folder = entries.get(path.substring(0, end));
            if (folder != null && folder.kind() == PackageEntry.Kind.LINK) {
                return true;
            }
        }
        return false;
    }

    /** Where a symbolic link leads. */
    String link(PackageEntry entry) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        copy(entry, target, MAX_LINK);
        return target.toString(StandardCharsets.UTF_8);
    }

    /** Writes the content of a file. */
    void copy(PackageEntry entry, OutputStream out) throws IOException {
        copy(entry, out, Long.MAX_VALUE);
    }

    private void copy(PackageEntry entry, OutputStream out, long most) throws IOException {
        ZipEntry source = zipped(entry);
        CRC32 sum = new CRC32();
        long copied = 0;
        try (InputStream in = zip.getInputStream(source)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                copied += read;
                unzipped += read;
                limits.checkSize(unzipped, zipped);
                if (copied > most) {
                    throw PackageEntry.unsafe(entry.path(), "is a symbolic link of more than " + most + " bytes");
                }
                sum.update(chunk, 0, read);
                out.write(chunk, 0, read);
            }
        }
        if (sum.getValue() != source.getCrc()) {
            throw new CodeProblem(
                    Reason.NOT_A_COMPLETE_ZIP,
                    "is damaged: entry '" + PackageEntry.printable(entry.path()) + "' has another checksum");
        }
    }

    private ZipEntry zipped(PackageEntry entry) throws ZipException {
        ZipEntry found = zip.getEntry(entry.key());
        if (found == null) {
            throw new ZipException("entry '" + PackageEntry.printable(entry.path()) + "' cannot be found again");
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
