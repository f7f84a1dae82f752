package dev.hearth.gateway.up;

import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.CatalogChange.Mended;
import dev.hearth.gateway.catalog.CatalogChange.Removed;
import dev.hearth.gateway.catalog.CatalogChange.Served;
import dev.hearth.gateway.catalog.CatalogProblem;
import dev.hearth.gateway.catalog.Revision;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For log collectors: every line an event. */
final class LogReport implements Report {
    private static final Logger LOG = LoggerFactory.getLogger(LogReport.class);

    @Override
    public void started(URI url, List<Path> folders, Collection<Revision> serving, List<Broken> broken) {
        serving.forEach(revision -> changed(new Served(revision, Optional.empty())));
        broken.forEach(this::changed);
        LOG.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("functions", serving.size())
                .log("serving");
    }

    @Override
    public void changed(CatalogChange change) {
        switch (change) {
            case Served served -> log(served.now(), "function serves");
            case Removed removed -> log(removed.before(), "function removed");
            case Broken broken -> broken.problems().forEach(problem -> log(broken, problem));
            case Mended mended ->
                LOG.atInfo().addKeyValue("file", mended.file()).log("manifest mended");
        }
    }

    private static void log(Revision revision, String message) {
        LOG.atInfo()
                .addKeyValue("function", revision.function().arn())
                .addKeyValue("version", revision.version())
                .addKeyValue("revision", revision.id())
                .addKeyValue("codeSha256", revision.codeSha256())
                .log(message);
    }

    private static void log(Broken broken, CatalogProblem problem) {
        LOG.atWarn()
                .addKeyValue("function", broken.function().orElse(""))
                .addKeyValue("file", problem.file())
                .addKeyValue("line", problem.line())
                .addKeyValue("field", problem.field())
                .addKeyValue("problem", problem.message())
                .addKeyValue("servesOld", broken.servesOld())
                .log("manifest cannot be served");
    }

    @Override
    public void stopping() {
        LOG.atInfo().log("stopping");
    }

    @Override
    public void stopped() {
        LOG.atInfo().log("stopped");
    }
}
