package io.rolestream.benchmarks.recipe;

import io.rolestream.benchmarks.recipe.LabelledFile.Item;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.labelling.Aggregation;
import io.rolestream.trainer.labelling.Teacher;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.labelling.WeakLabeller;
import io.rolestream.trainer.labelling.WeakLabelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a model gains by learning from the votes of observed labellers as well: a linear student of the labels that
 * majority or Dawid-Skene make of the votes, and these labels themselves, scored on labels derived from job titles.
 */
@Command(name = "observed-ablation", showDefaultValues = true)
public final class ObservedAblation {
    private static final String LINEAR = "linear";

    @Option(names = "--data", description = "Directory of stream.jsonl and dev-roles.jsonl.")
    private Path data = Path.of(".");

    @Option(names = "--rules", description = "Rule set.")
    private String rulesName = RuleSet.DEFAULT;

    @Option(names = "--labellers", split = ",", description = "Observed labellers, besides a linear one.")
    private List<String> labellers = List.of("rules:notebook");

    @Option(names = "--seeds", split = ",", description = "Seeds of the students of each variant.")
    private List<Integer> seeds = List.of(1, 2, 3);

    private final Taxonomy taxonomy = Taxonomy.standard();

    private ObservedAblation() {}

    public static void main(String[] arguments) throws Exception {
        CommandLine.populateCommand(new ObservedAblation(), arguments).run();
    }

    /**
     * A set of labels to learn.
     *
     * @param names of the observed labellers whose votes count
     */
    private record Variant(List<WeakLabeller> labellers, Aggregation aggregation, List<String> names) {}

    private Map<String, Variant> variants() {
        List<String> observed = new ArrayList<>(List.of(LINEAR));
        observed.addAll(labellers);
        List<WeakLabeller> rules = List.of(WeakLabeller.RULES);
        List<WeakLabeller> both = List.of(WeakLabeller.RULES, WeakLabeller.OBSERVED);
        List<WeakLabeller> six = Arrays.stream(WeakLabeller.values())
                .filter(labeller -> labeller != WeakLabeller.OBSERVED)
                .toList();
        List<WeakLabeller> all = List.of(WeakLabeller.values());
        Map<String, Variant> variants = new LinkedHashMap<>();
        variants.put("rules alone", new Variant(rules, Aggregation.MAJORITY, List.of()));
        variants.put("rules and observed, majority", new Variant(both, Aggregation.MAJORITY, observed));
        variants.put("rules and observed, Dawid-Skene", new Variant(both, Aggregation.DAWID_SKENE, observed));
        for (String left : observed) {
            List<String> others =
                    observed.stream().filter(name -> !name.equals(left)).toList();
            variants.put("without " + left + ", majority", new Variant(both, Aggregation.MAJORITY, others));
            variants.put("without " + left + ", Dawid-Skene", new Variant(both, Aggregation.DAWID_SKENE, others));
        }
        variants.put("six weak labellers, majority", new Variant(six, Aggregation.MAJORITY, List.of()));
        variants.put("six weak labellers, Dawid-Skene", new Variant(six, Aggregation.DAWID_SKENE, List.of()));
        variants.put("six and observed, majority", new Variant(all, Aggregation.MAJORITY, observed));
        variants.put("six and observed, Dawid-Skene", new Variant(all, Aggregation.DAWID_SKENE, observed));
        return variants;
    }

    private void run() throws Exception {
        RuleSet rules = RuleSet.load(rulesName, taxonomy);
        List<Item> dev = LabelledFile.resumes(data.resolve("dev-roles.jsonl")).stream()
                .sorted(Comparator.comparing(Item::contentHash))
                .toList();
        List<Item> stream = LabelledFile.resumes(data.resolve("stream.jsonl"));
        List<Item> items = new ArrayList<>(dev);
        items.addAll(stream);
        List<String> texts = items.stream().map(Item::text).toList();
        boolean[] learnt = new boolean[items.size()];
        Arrays.fill(learnt, dev.size(), learnt.length, true);
        List<Map<String, String>> votes = votes(rules, texts, learnt);

        Map<String, List<DevAnswers>> byVariant = new LinkedHashMap<>();
        variants().forEach((name, variant) -> {
            List<TrainingText> voted = IntStream.range(0, items.size())
                    .mapToObj(i -> {
                        Map<String, String> counted = new HashMap<>(votes.get(i));
                        counted.keySet().retainAll(variant.names());
                        return new TrainingText(items.get(i).contentHash(), texts.get(i), null, false, counted);
                    })
                    .toList();
            WeakLabelling labelling = new WeakLabelling(
                    rules, variant.labellers(), variant.aggregation(), voted.subList(dev.size(), voted.size()));
            int[] labels = voted.parallelStream()
                    .mapToInt(
                            text -> labelling.on(text, rules.vote(text.text())).role())
                    .toArray();
            for (int seed : seeds) {
                double[][] student = Teacher.probabilities(texts, labels, learnt, taxonomy.size(), seed);
                byVariant.computeIfAbsent(name, each -> new ArrayList<>()).add(answers(dev, rules, labels, student));
            }
        });
        System.out.println("Columns: the labels themselves, their student, student and rules jointly");
        new AblationTable(rules, dev, byVariant).print(System.out);
    }

    /** The roles that observed labellers vote for on each text; the linear one votes on texts it did not learn. */
    private List<Map<String, String>> votes(RuleSet rules, List<String> texts, boolean[] learnt) throws Exception {
        List<Map<String, String>> votes = new ArrayList<>();
        int[] byRules = texts.stream()
                .mapToInt(text -> taxonomy.indexOf(rules.vote(text).role().name()))
                .toArray();
        double[][] linear = Teacher.probabilities(texts, byRules, learnt, taxonomy.size(), 99);
        for (double[] probabilities : linear) {
            votes.add(new HashMap<>(
                    Map.of(LINEAR, taxonomy.role(best(probabilities)).name())));
        }
        for (String spec : labellers) {
            try (Labeller labeller = Labellers.open(LabellerSpec.parse(spec), LabellerOptions.defaults(), taxonomy)) {
                List<CompletableFuture<Answer>> answers = new ArrayList<>();
                for (String text : texts) {
                    answers.add(labeller.label(text));
                }
                for (int i = 0; i < answers.size(); i++) {
                    Answer answer = answers.get(i).join();
                    if (!answer.abstained()) {
                        votes.get(i).put(spec, taxonomy.role(answer.role()).name());
                    }
                }
            }
        }
        return votes;
    }

    private DevAnswers answers(List<Item> dev, RuleSet rules, int[] labels, double[][] student) {
        int[] model = new int[dev.size()];
        int[] joint = new int[dev.size()];
        for (int i = 0; i < joint.length; i++) {
            model[i] = best(student[i]);
            float[] logs = new float[student[i].length];
            for (int role = 0; role < logs.length; role++) {
                logs[role] = (float) Math.log(Math.max(student[i][role], 1e-12));
            }
            joint[i] = JointDecision.of(logs, rules.vote(dev.get(i).text()).scores(), 1)
                    .role();
        }
        return new DevAnswers(Arrays.copyOf(labels, dev.size()), model, joint, 1, 1);
    }

    private static int best(double[] probabilities) {
        int best = 0;
        for (int role = 1; role < probabilities.length; role++) {
            best = probabilities[role] > probabilities[best] ? role : best;
        }
        return best;
    }
}
