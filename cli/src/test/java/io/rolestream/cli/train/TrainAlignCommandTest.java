package io.rolestream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAlignCommandTest {
    private static final Path DECODER =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");

    private final Path folder;
    private final Path generator;
    private final Path reward;
    private final Path out;

    TrainAlignCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        out = folder.resolve("aligned");
        generator = Files.createDirectory(folder.resolve("writer"));
        try (Stream<Path> files = Files.list(DECODER)) {
            for (Path file : files.toList()) {
                Files.copy(file, generator.resolve(file.getFileName()));
            }
        }
        String ends = IntStream.range(248, 312).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Files.writeString(generator.resolve(GenerationConfig.FILE), "{\"eos_token_id\": [" + ends + "]}");
        PromptTemplate.DEFAULT.write(generator);
        reward = TinyModel.write(folder.resolve("reward"), List.of("relevance"), 1, null)
                .path();
    }

    @Test
    void shouldPrintAndWriteWhatWasMeasured() throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        Result result = Cli.run(command("rloo", "--generated", "12", "--metrics", metrics.toString(), "--full"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("12 resumes that are generated, not real", "difference");
        assertThat(metrics).content().isEqualTo(result.out());
        assertThat(result.out().lines().toList())
                .hasSizeGreaterThan(2)
                .anySatisfy(line -> assertThat(line).startsWith("{\"step\":0,\"kl\":0.0,"));
        assertThat(out.resolve("README.md")).content().contains("there was no judge, so the reward");
        assertThat(Cli.run(command("rloo", "--generated", "12")).err()).contains("already exists and is not empty");
    }

    @Test
    @Tag("full")
    void shouldWriteWhatPpoIsComputedFrom() throws IOException {
        Path rollouts = folder.resolve("rollouts.jsonl");
        Result result =
                Cli.run(command("ppo", "--generated", "12", "--kl-target", "2", "--rollouts", rollouts.toString()));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(rollouts))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line).startsWith("{\"kind\":"))
                .anySatisfy(line -> assertThat(line).contains("\"kl_target\":2.0"));
        assertThat(result.out().lines().toList())
                .anySatisfy(line -> assertThat(line).contains("\"kl\":0.0", "\"ratio_mean\":1.0", "\"epoch\":0"));
    }

    @Test
    void shouldRefuseWrongUsage() throws IOException {
        assertRefused("must be best-of-n, dpo, rloo, ppo or all, not \"sft\"", "sft", "--generated", "12");
        assertRefused("--generated must be from 10 to 20000, not 9", "dpo", "--generated", "9");
        assertRefused("--beta is for dpo, rloo and ppo", "best-of-n", "--generated", "12", "--beta", "1");
        assertRefused("give --judge", "all", "--generated", "12");
        assertRefused("has a target in ppo alone, not in dpo", "dpo", "--generated", "12", "--kl-target", "6");
        assertRefused("ppo draws answers as it learns", "ppo", "--generated", "12", "--rounds", "2");
        assertRefused("--rollouts is for ppo", "rloo", "--generated", "12", "--rollouts", "file");
        assertRefused("--beta must be above 0", "dpo", "--generated", "12", "--beta", "0");
        assertRefused("omit them, or --full", "dpo", "--generated", "12", "--full", "--rank", "4");
        assertRefused("--precision must be fp32 or bf16", "dpo", "--generated", "12", "--precision", "auto");
        assertRefused("at least 2 samples of each resume", "dpo", "--generated", "12", "--samples", "1");
        assertRefused("the reward model itself", "dpo", "--generated", "12", "--judge", reward.toString());
        assertRefused("--resumes", "dpo", "--generated", "12", "--resumes", "some.csv");
        Path few = Files.writeString(folder.resolve("few.csv"), "resumeId,text\nr1,I know java\n");
        Result result = Cli.run(command("dpo", "--resumes", few.toString()));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("resumes in few.csv: 1 different resumes with a text");
        Path none = folder.resolve("none");
        assertThat(Cli.run(command("dpo", "--generated", "12", "--judge", none.toString()))
                        .err())
                .contains("rolestream: " + none, "no such file")
                .doesNotContain("Exception");
        assertThat(out).doesNotExist();
    }

    private void assertRefused(String said, String method, String... options) {
        Result result = Cli.run(command(method, options));
        assertThat(result.exitCode()).as(said).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(said);
    }

    private String[] command(String method, String... more) {
        List<String> command = new ArrayList<>(List.of("train", "align", "--method", method));
        command.addAll(List.of("--generator", generator.toString(), "--reward", reward.toString()));
        command.addAll(List.of("--out", out.toString(), "--threads", "1", "--max-new-tokens", "12"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
