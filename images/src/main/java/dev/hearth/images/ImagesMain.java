package dev.hearth.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Packs folders into one image: a file, or straight into a registry. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = "Packs folders, one layer each, into one of Hearth's images; ./hearth images calls it.")
public final class ImagesMain implements Callable<Integer> {
    private static final String USER = "10001:10001";
    /** The same content makes the same image, whenever it is packed. */
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    @Option(names = "--image", required = true, description = "RUNTIME, GATEWAY or OPERATOR")
    private HearthImage image = HearthImage.RUNTIME;

    @Option(names = "--name", required = true, description = "Its name, e.g. hearth-runtime:0.1.0")
    private String name = "";

    @Option(names = "--layer", required = true, description = "A folder whose content lies at the image's root")
    private List<Path> layers = List.of();

    @Option(names = "--tar", description = "File to write, which container runtimes import")
    private Optional<Path> tar = Optional.empty();

    @Option(names = "--push", description = "Write it to the registry that its name names instead")
    private boolean push;

    @Option(names = "--base", description = "Image of a registry to put the layers on; default none")
    private Optional<String> base = Optional.empty();

    @Option(names = "--architecture", defaultValue = "amd64", description = "amd64 or arm64")
    private String architecture = "";

    @Option(names = "--cache", required = true, description = "Folder for what jib keeps")
    private Path cache = Path.of(".");

    public static void main(String[] args) {
        System.exit(new CommandLine(new ImagesMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        JibContainerBuilder builder = base.isPresent() ? Jib.from(base.get()) : Jib.fromScratch();
        builder.setFormat(push ? ImageFormat.OCI : ImageFormat.Docker)
                .setPlatforms(Set.of(new Platform(architecture, "linux")))
                .setCreationTime(CREATED)
                .setUser(USER)
                .setEntrypoint(image.entrypoint())
                .setEnvironment(image.variables());
        for (Path layer : layers) {
            builder.addFileEntriesLayer(FolderLayer.of(layer));
        }
        builder.containerize(target());
        return 0;
    }

    private Containerizer target() throws Exception {
        Containerizer target = push
                ? Containerizer.to(RegistryImage.named(name))
                : Containerizer.to(TarImage.at(tar.orElseThrow()).named(ImageReference.parse(name)));
        return target.setOfflineMode(!push && base.isEmpty())
                .setBaseImageLayersCache(cache)
                .setApplicationLayersCache(cache)
                .setToolName("hearth");
    }
}
