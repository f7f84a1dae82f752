package dev.hearth.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Follows the symbolic links of a package as the system would once it lies in {@code /var/task}, through other links of the package:
 * none may lead out of it. Where one leads need not exist.
 */
final class LinkTargets {
    private static final String TASK_ROOT = "/var/task";
    /** As in Linux. */
    private static final int MAX_HOPS = 40;
    /** Parts of paths that are followed for one package. */
    private static final int MAX_STEPS = 500_000;

    private final Map<String, String> links;
    private int steps;

    private LinkTargets(Map<String, String> links) {
        this.links = links;
    }

    /**
     * Checks all links.
     *
     * @param links path to target
     * @throws CodeProblem when one leads out
     */
    static void check(Map<String, String> links) {
        LinkTargets all = new LinkTargets(links);
        links.keySet().forEach(all::follow);
    }

    private void follow(String link) {
        Deque<String> ahead = new ArrayDeque<>(List.of(link.split("/")));
        StringBuilder at = new StringBuilder();
        int hops = 0;
        while (!ahead.isEmpty()) {
            step(link, ahead.pop(), at);
            String target = links.get(at.toString());
            if (target != null) {
                if (++hops > MAX_HOPS) {
                    throw PackageEntry.unsafe(link, "is a symbolic link that leads round in a circle");
                }
                lead(link, target, ahead, at);
            }
        }
    }

    private void step(String link, String part, StringBuilder at) {
        if (++steps > MAX_STEPS) {
            throw PackageEntry.unsafe(link, "is one of too many symbolic links that lead through each other");
        }
        if (part.equals("..")) {
            if (at.isEmpty()) {
                throw outside(link);
            }
            at.setLength(Math.max(0, at.lastIndexOf("/")));
        } else if (!part.isEmpty() && !part.equals(".")) {
            at.append(at.isEmpty() ? "" : "/").append(part);
        }
    }

    private static void lead(String link, String target, Deque<String> ahead, StringBuilder at) {
        boolean absolute = target.startsWith("/");
        if (target.isEmpty() || target.indexOf('\0') >= 0 || (absolute && !isBelowTaskRoot(target))) {
            throw outside(link);
        }
        at.setLength(absolute ? 0 : Math.max(0, at.lastIndexOf("/")));
        List<String> parts = Arrays.asList((absolute ? target.substring(TASK_ROOT.length()) : target).split("/"));
        parts.reversed().forEach(ahead::push);
    }

    private static boolean isBelowTaskRoot(String target) {
        return target.equals(TASK_ROOT) || target.startsWith(TASK_ROOT + "/");
    }

    private static CodeProblem outside(String link) {
        return PackageEntry.unsafe(link, "is a symbolic link that leads out of the package");
    }
}
