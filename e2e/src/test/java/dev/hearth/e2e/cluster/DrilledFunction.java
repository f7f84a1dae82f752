package dev.hearth.e2e.cluster;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Model of one function in the drill: what was asked for last, hence what must be seen of it. */
final class DrilledFunction {
    private final String name;
    /** Content of its ConfigMap; empty: there is none. */
    private Optional<String> code = Optional.empty();
    /** Value of its variable; empty: there is no such Function. */
    private Optional<String> note = Optional.empty();
    /** {@code metadata.name} of its Function: another one after it was renamed. */
    private String resource;
    /** What its versions answer, by number. */
    private final SortedMap<Integer, String> versions = new TreeMap<>();
    /** The version that its alias names; empty: there is no alias. */
    private Optional<Integer> alias = Optional.empty();

    private int counter;

    DrilledFunction(String name) {
        this.name = name;
        this.resource = name;
    }

    String name() {
        return name;
    }

    String configMap() {
        return name + "-code";
    }

    String resource() {
        return resource;
    }

    /** The Function's name after it is renamed. */
    String otherResource() {
        return resource.equals(name) ? name + "-renamed" : name;
    }

    String aliasResource() {
        return name + "-live";
    }

    Optional<String> code() {
        return code;
    }

    Optional<String> note() {
        return note;
    }

    Optional<Integer> alias() {
        return alias;
    }

    SortedMap<Integer, String> versions() {
        return versions;
    }

    /** Function and code are there. */
    boolean isServed() {
        return note.isPresent() && code.isPresent();
    }

    /** Result of an invocation of {@code $LATEST}; only of one that is served. */
    String answer() {
        return answer("$LATEST");
    }

    private String answer(String version) {
        return code.orElseThrow() + " " + note.orElseThrow() + " " + version;
    }

    /** A value that was never there before. */
    String fresh(String prefix) {
        return prefix + ++counter;
    }

    // ---- what happens to it ----

    void codeIs(String content) {
        code = Optional.of(content);
    }

    void codeIsGone() {
        code = Optional.empty();
    }

    void declared(String value) {
        note = Optional.of(value);
    }

    /** Its versions go with it. */
    void deleted() {
        note = Optional.empty();
        versions.clear();
    }

    void renamed() {
        resource = otherResource();
        versions.clear();
    }

    void published(int number) {
        versions.put(number, answer(Integer.toString(number)));
    }

    void aliasLeadsTo(int number) {
        alias = Optional.of(number);
    }

    void aliasIsGone() {
        alias = Optional.empty();
    }
}
