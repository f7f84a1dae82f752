package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UpCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    @Test
    void teachesWhenNothingIsAsked() {
        assertThat(run()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("./hearth up examples");
    }

    @Test
    void showsAManifestAndEveryEnvironmentVariableInItsHelp() {
        assertThat(run("up", "--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("kind: Function", "HEARTH_PORT", "HEARTH_HOST", "HEARTH_LOG_FORMAT")
                .contains("HEARTH_ACCOUNT_CONCURRENCY", "HEARTH_KEEP_ALIVE", "HEARTH_TOKEN", "HEARTH_OPEN");
    }

    @Test
    void hasLambdasDefaults() {
        UpOptions options = parse();

        assertThat(options.folders()).containsExactly(Path.of("."));
        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.accountConcurrency()).isEqualTo(1_000);
        assertThat(options.keepAlive()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.token()).isEmpty();
        assertThat(options.open()).isFalse();
        assertThat(options.logFormat()).isEqualTo("text");
    }

    @Test
    void readsEveryOption() {
        UpOptions options = parse(
                "a",
                "b",
                "--port",
                "0",
                "--host=::1",
                "--account-concurrency",
                "5",
                "--keep-alive=90s",
                "--token",
                "t",
                "--open",
                "--log-format=json");

        assertThat(options.folders()).isEqualTo(List.of(Path.of("a"), Path.of("b")));
        assertThat(options.port()).isZero();
        assertThat(options.host()).isEqualTo("::1");
        assertThat(options.accountConcurrency()).isEqualTo(5);
        assertThat(options.keepAlive()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.token()).contains("t");
        assertThat(options.open()).isTrue();
        assertThat(options.logFormat()).isEqualTo("json");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        --port,                abc,  a port is a number from 0 to 65535
        --port,                65536, a port is a number from 0 to 65535
        --port,                -1,   a port is a number from 0 to 65535
        --account-concurrency, 0,    give a number from 1
        --keep-alive,          10,   'give a number with ms, s, m or h'
        --keep-alive,          1d,   'give a number with ms, s, m or h'
        --log-format,          xml,  give text or json
        """)
    void refusesABadValueNamingOptionValueAndFix(String option, String value, String fix) {
        assertThat(run("up", option + "=" + value)).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(option, "'" + value + "'", fix);
    }

    @Test
    void refusesAFolderThatDoesNotExist() {
        assertThat(run("up", "no/such/folder")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no folder 'no/such/folder'");
    }

    @Test
    void refusesToBeReachableByOthersWithoutATokenOrOpen() {
        assertThat(run("up", "--host", "0.0.0.0")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--host 0.0.0.0", "--token", "--open");
    }

    @Test
    void keepsItsCacheWhereTheUserKeepsCaches() {
        assertThat(parse().cache(Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/hearth"));
        assertThat(parse("--cache", "/d").cache(Map.of())).isEqualTo(Path.of("/d"));
    }

    /** A folder of the user's own choice is a volume as a rule; the usual cache may be emptied by anybody. */
    @Test
    void keepsItsStateOutOfTheCacheUnlessThatIsNamed() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(parse().state(Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(home.resolve(".local/state/hearth"));
        assertThat(parse("--cache", "/d").state(Map.of())).isEqualTo(Path.of("/d"));
        assertThat(parse("--cache", "/d").state(Map.of("XDG_STATE_HOME", "/s"))).isEqualTo(Path.of("/s/hearth"));
        assertThat(parse("--cache", "/d", "--state", "/t").state(Map.of("XDG_STATE_HOME", "/s")))
                .isEqualTo(Path.of("/t"));
    }

    private int run(String... arguments) {
        return HearthCommand.commandLine(console).execute(arguments);
    }

    private static UpOptions parse(String... arguments) {
        var options = new UpOptions();
        new CommandLine(options).parseArgs(arguments);
        return options;
    }
}
