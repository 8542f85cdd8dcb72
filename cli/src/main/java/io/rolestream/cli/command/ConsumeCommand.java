package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.Settings;
import io.rolestream.common.reading.RecordLines;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.waiting.LabelLines;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream consume}. */
@Command(
        name = "consume",
        description = "Prints labels, recommendations, dead letters and others as JSON lines as they arrive, committed"
                + " records only.",
        footer = {
            "",
            "Examples:",
            "  rolestream consume labels --until-end | jq -r .role | sort | uniq -c",
            "  rolestream consume recommendations | jq -r '[.resumeId, .jobs[].id] | @tsv'"
        })
public final class ConsumeCommand extends CliCommand implements Callable<Integer> {
    enum What {
        labels(LabelledRole.class, Topics::labelledRoles),
        disagreements(LabelDisagreement.class, Topics::labelDisagreements),
        dead_letters(Resume.class, Topics::resumesDlq),
        jobs(Job.class, Topics::jobs),
        job_labels(LabelledJob.class, Topics::labelledJobs),
        recommendations(JobRecommendations.class, Topics::jobRecommendations),
        resume_recommendations(ResumeRecommendations.class, Topics::resumeRecommendations),
        feedback(JobFeedback.class, Topics::jobFeedback),
        job_dead_letters(Job.class, Topics::jobsDlq);

        private final Class<? extends SpecificRecord> event;
        private final Function<Topics, String> topic;

        What(Class<? extends SpecificRecord> event, Function<Topics, String> topic) {
            this.event = event;
            this.topic = topic;
        }

        /** What the key of its records is. */
        private String key() {
            return this == jobs || this == job_labels || this == resume_recommendations ? "jobId" : "resumeId";
        }

        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            defaultValue = "labels",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private What what = What.labels;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--from-beginning",
            description = "Starts at the oldest record still kept; by default, only new records are printed.")
    private boolean fromBeginning;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "Stops after N records (at least 1); by default, runs until stopped.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--until-end", description = "Prints the existing records, oldest first, and stops.")
    private boolean untilEnd;

    @Override
    public Integer call() throws InterruptedException {
        require("--max", max, 1, Long.MAX_VALUE);
        Settings settings = options.loadReachable();
        Cluster cluster = Cluster.of(settings);
        Topics topics = cluster.topics();
        RecordLines lines = switch (what) {
            case dead_letters -> RecordLines.deadLetters(what.event, topics.resumes(), "resume", cluster.registry());
            case job_dead_letters -> RecordLines.deadLetters(what.event, topics.jobs(), "job", cluster.registry());
            case labels -> RecordLines.values(LabelledRole.class, what.key(), cluster.registry(), LabelLines::json);
            default -> RecordLines.values(what.event, what.key(), cluster.registry());
        };
        String topic = what.topic.apply(topics);
        PrintWriter out = out();
        AtomicLong left = new AtomicLong(max);
        CommittedReader reader = new CommittedReader(
                cluster.clients(),
                List.of(topic),
                fromBeginning || untilEnd ? From.BEGINNING : From.END,
                untilEnd,
                record -> {
                    out.println(lines.json(record));
                    return left.decrementAndGet() > 0 && !out.checkError();
                });
        Runtime.getRuntime().addShutdownHook(new Thread(reader::close, "rolestream-shutdown"));
        reader.run();
        return ExitCode.DONE;
    }
}
