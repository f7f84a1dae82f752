package dev.hearth.gateway.up;

import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.Revision;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** What {@code up} tells of itself. */
interface Report {
    void started(URI url, List<Path> folders, Collection<Revision> serving, List<Broken> broken);

    void changed(CatalogChange change);

    void stopping();

    void stopped();

    static Report of(String logFormat, Console console, boolean withToken, String region) {
        return logFormat.equals("json") ? new LogReport() : new ConsoleReport(console, withToken, region);
    }
}
