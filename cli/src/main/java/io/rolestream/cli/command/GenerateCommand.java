package io.rolestream.cli.command;

import io.rolestream.cli.label.ResumeSender;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.schemas.serde.AvroJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rolestream generate}. */
@Command(
        name = "generate",
        description =
                "Prints generated resumes as JSON lines. The same seed gives the same resumes; `trueRole` is the role"
                        + " each was generated for.",
        footer = {"", "Example: rolestream generate -n 200 | rolestream label -"})
public final class GenerateCommand extends CliCommand implements Callable<Integer> {
    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "Number of resumes (default ${DEFAULT-VALUE}).")
    private long count = 1000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            description = "Share of invalid resumes (default ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private double broken;

    @Override
    public Integer call() {
        require("--count", count, 0, Long.MAX_VALUE);
        require("--broken", broken, 0, 1);
        ResumeGenerator generator = new ResumeGenerator(seed, GeneratorOptions.DEFAULT.withBrokenShare(broken));
        for (long i = 1; i <= count && !out().checkError(); i++) {
            SampleResume resume = generator.resume(i);
            out().println(AvroJson.of(ResumeSender.event(resume)).put("trueRole", resume.trueRole()));
        }
        return ExitCode.DONE;
    }
}
