package io.rolestream.cli.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recommend evaluate}; the measures are tested where they are computed. */
class RecommendEvaluateCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private String resumes;
    private String jobs;

    @BeforeEach
    void writeFiles() throws IOException {
        resumes = write("resumes.csv", """
            resumeId,skills,role
            r 1,"Kubernetes, Terraform, AWS",Cloud Engineer
            r2,"Splunk, SIEM, incident response",Cybersecurity Analyst
            r3,"Baking, cooking",Other
            """);
        jobs = write("jobs.csv", """
            jobId,title,skills,role
            j1,Cloud Engineer,"AWS, Terraform, Linux",Cloud Engineer
            j2,Security Analyst,"SIEM, Splunk, firewalls",Cybersecurity Analyst
            j3,Cook,Cooking,Other
            """);
    }

    @Test
    void shouldPrintBothDirectionsAndWriteWhatTheyFollowFrom() throws IOException {
        Path out = directory.resolve("report");
        Result result = evaluate(
                "--resumes", resumes, "--jobs", jobs, "--bridge", "--systems", "bm25,full", "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("Jobs for resumes, 2 queries", "Resumes for jobs, 2 queries", "random", "popular")
                .contains("1 resume without a role, or with Other or a role that no job has, is left out.");
        assertThat(out.resolve("jobs").resolve("qrels.txt")).hasContent("r%201 0 j1 1\nr2 0 j2 1\n");
        assertThat(Files.readString(out.resolve("resumes").resolve("full.run"))).startsWith("j1 Q0 r%201 1 ");
    }

    @Test
    void shouldJudgeRunFilesAlone() throws IOException {
        String qrels = write("qrels.txt", "q1 0 d1 1\r\n");
        String run = write("mine.run", "q1\tQ0\td2\t1\t2\tmine\nq1\tQ0\td1\t2\t1\tmine\n");

        Result result = evaluate("--qrels", qrels, "--runs", run);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("Runs: mine has an nDCG@10, 0.631");
    }

    @Test
    void shouldSayWhatIsMissing() {
        Result result = evaluate("--resumes", resumes, "--jobs", jobs);

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("name one of --qrels, --grades and --bridge");
    }

    @Test
    void shouldNameTheLineThatIsWrong() throws IOException {
        String qrels = write("qrels.txt", "r2 0 j1 1\nr2 0 j2\n");

        Result result = evaluate("--resumes", resumes, "--jobs", jobs, "--qrels", qrels);

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("qrels.txt, line 2: 3 fields, not 4 (query iteration document grade)")
                .doesNotContain("\tat ");
    }

    private Result evaluate(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "recommend";
        arguments[1] = "evaluate";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Cli.run(arguments);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
