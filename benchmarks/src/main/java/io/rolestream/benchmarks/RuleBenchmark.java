package io.rolestream.benchmarks;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Votes per second on one thread, over texts of one length. The {@code tenfold} sets have ten times the keywords of
 * {@code default} and {@code notebook}: a vote should cost about the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleBenchmark {
    private static final int TEXTS = 1024;
    private static final String[] SKILLS =
            ("Java, Spring Boot, Hibernate, C#, .NET Core, ASP.NET MVC, SQL Server, PostgreSQL, JavaScript, "
                            + "React, Node.js, AWS Lambda, Azure, Kubernetes, Docker, Terraform, Jenkins, CI/CD, Python, "
                            + "Airflow, Spark, Scrum, Jira, stakeholder management, business analysis, SIEM, incident response, "
                            + "penetration testing, communication skills, team player, 5+ years of experience, problem solving, "
                            + "English, documentation")
                    .split(", ");

    @Param({"100", "2000"})
    int length;

    @Param({"default", "tenfold-phrases", "notebook", "tenfold-substrings"})
    String rules = "";

    private RuleSet ruleSet = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());
    private final String[] texts = new String[TEXTS];
    private int next;

    @Setup
    public void prepare() {
        ruleSet = switch (rules) {
            case "tenfold-phrases" -> RuleSet.parse(tenfoldPhrases(), rules, Taxonomy.standard());
            case "tenfold-substrings" -> RuleSet.parse(tenfoldSubstrings(), rules, Taxonomy.standard());
            default -> RuleSet.load(rules, Taxonomy.standard());
        };
        Random random = new Random(42);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(SKILLS[random.nextInt(SKILLS.length)]).append(", ");
            }
            texts[i] = text.substring(0, length);
        }
    }

    @Benchmark
    public RuleVote vote() {
        next = (next + 1) % TEXTS;
        return ruleSet.vote(texts[next]);
    }

    private static String tenfoldPhrases() {
        StringBuilder yaml = new StringBuilder("name: tenfold\nmatching: phrases\nroles:\n");
        List<String> names = Taxonomy.standard().names();
        int perRole = tenfold(RuleSet.DEFAULT) / names.size();
        for (int role = 0; role < names.size(); role++) {
            yaml.append("  ").append(names.get(role)).append(":\n");
            for (int k = 0; k < perRole; k++) {
                yaml.append("    '").append(keyword(role * perRole + k)).append("': 1\n");
            }
        }
        return yaml.toString();
    }

    private static String tenfoldSubstrings() {
        StringBuilder yaml = new StringBuilder("name: tenfold\nmatching: substring\nrules:\n");
        List<String> names = Taxonomy.standard().names();
        int perRole = tenfold(RuleSet.NOTEBOOK) / names.size();
        for (int role = 0; role < names.size(); role++) {
            yaml.append("- role: ").append(names.get(role)).append("\n  keywords:\n");
            for (int k = 0; k < perRole; k++) {
                String keyword = keyword(role * perRole + k).toLowerCase(Locale.ROOT);
                yaml.append("  - '").append(keyword).append("'\n");
            }
        }
        return yaml.toString();
    }

    private static int tenfold(String name) {
        return 10 * RuleSet.load(name, Taxonomy.standard()).summary().keywords();
    }

    /** The skills first, then longer phrases that start with them and occur in no text. */
    private static String keyword(int index) {
        return index < SKILLS.length ? SKILLS[index] : SKILLS[index % SKILLS.length] + " of kind " + index;
    }
}
