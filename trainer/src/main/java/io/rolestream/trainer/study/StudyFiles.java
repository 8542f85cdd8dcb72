package io.rolestream.trainer.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.Versus;
import io.rolestream.evaluation.comparison.html.ComparisonPage;
import io.rolestream.evaluation.pairs.PairReport;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.trainer.study.tuning.Grid;
import io.rolestream.trainer.study.tuning.GridSearch;
import io.rolestream.trainer.study.tuning.TrainTestSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a study: {@value #FIGURES} with all figures, {@value #PREDICTIONS} with a line for each row, from which anyone
 * can compute them again, and a page for a browser for each set of rows. None has a text of a resume, except for what a
 * prompted model wrote.
 */
public final class StudyFiles {
    public static final String FIGURES = "study.json";
    public static final String PREDICTIONS = "predictions.jsonl";

    private StudyFiles() {}

    /**
     * Creates the directory if needed, so that a wrong one is found before the study runs.
     *
     * @throws IOException if it is no directory, or cannot be created or written to
     */
    public static void prepare(Path directory) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException(directory + " is a file; name a directory");
        }
        PrivateFiles.createMissing(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString(), null, "may not be written to");
        }
    }

    /** @param directory files of an earlier study in it are replaced */
    public static void write(StudyResult result, Path directory) throws IOException {
        prepare(directory);
        JsonFiles.replace(directory.resolve(FIGURES), figures(result));
        replace(directory.resolve(PREDICTIONS), predictions(result));
        replace(directory.resolve("all.html"), ComparisonPage.of(result.onAll()));
        replace(directory.resolve("test.html"), ComparisonPage.of(result.onTest()));
    }

    /** Writes the report of another study: {@code NAME.json}, {@code NAME.html} and {@code NAME-predictions.jsonl}. */
    public static void write(PairReport report, String name, Path directory) throws IOException {
        prepare(directory);
        JsonFiles.replace(directory.resolve(name + ".json"), report.json());
        replace(directory.resolve(name + ".html"), report.page());
        replace(directory.resolve(name + "-predictions.jsonl"), report.predictionLines());
    }

    private static void replace(Path file, String content) throws IOException {
        Path unfinished = Replacement.beside(file);
        try {
            Files.write(unfinished, content.getBytes(StandardCharsets.UTF_8));
            Replacement.move(unfinished, file);
        } catch (IOException e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }

    private static ObjectNode figures(StudyResult result) {
        ObjectNode json = JsonFiles.newObject();
        json.put("source", result.data().source())
                .put("resumes", result.rows())
                .put("missing", result.data().missing())
                .put("unreadable", result.data().unreadable())
                .put("stopped", result.stopped());
        ObjectNode split = json.putObject("split");
        split.put("test_size", TrainTestSplit.TEST_SHARE).put("random_state", TrainTestSplit.SEED);
        numbers(split.putArray("train"), result.split().train());
        numbers(split.putArray("test"), result.split().test());
        ObjectNode labels = json.putObject("labels");
        for (int role = 0; role < result.taxonomy().size(); role++) {
            int index = role;
            labels.put(
                    result.role(role),
                    Arrays.stream(result.labels())
                            .filter(label -> label == index)
                            .count());
        }
        ArrayNode labellers = json.putArray("labellers");
        result.labellers().forEach(labeller -> labellers.add(labeller(result, labeller)));
        Grid grid = result.grid();
        if (grid != null) {
            ObjectNode node = json.putObject("grid").put("base", grid.base()).put("folds", GridSearch.FOLDS);
            ArrayNode entries = node.putArray("entries");
            grid.entries().compared().forEach(entry -> {
                ObjectNode one = entries.addObject().put("name", entry.name());
                scores(one, entry);
            });
        }
        ArrayNode meaning = json.putArray("meaning");
        StudyMeaning.sentences(result).forEach(meaning::add);
        return json;
    }

    private static ObjectNode labeller(StudyResult result, LabellerResult labeller) {
        ObjectNode json = JsonFiles.newObject();
        json.put("name", labeller.name()).put("what", labeller.what());
        if (labeller.notRun() != null) {
            return json.put("not_run", labeller.notRun());
        }
        json.put("truncated", labeller.effort().cut().size());
        if (!labeller.raw().isEmpty()) {
            ObjectNode raw = json.putObject("raw_answers");
            StudyReport.counts(labeller.raw()).forEach(raw::put);
        }
        scores(json, "all", result.onAll(), labeller);
        scores(json, "test", result.onTest(), labeller);
        if (result.data().haveTruths()) {
            json.put("test_true_roles", result.truthOf(labeller, result.split().test()));
        }
        return json;
    }

    private static void scores(ObjectNode into, String set, Comparison comparison, LabellerResult labeller) {
        comparison.compared().stream()
                .filter(compared -> compared.name().equals(labeller.name()))
                .forEach(compared -> scores(into.putObject(set), compared));
    }

    private static void scores(ObjectNode json, ComparedLabeller compared) {
        AnswerScores scores = StudyReport.scores(compared);
        json.put("rows", scores.scores().total());
        estimate(json, "accuracy", scores.accuracy());
        json.put("weighted_precision", scores.weighted().precision())
                .put("weighted_recall", scores.weighted().recall());
        estimate(json, "weighted_f1", scores.weightedF1());
        estimate(json, "macro_f1", scores.macroF1());
        Versus versus = compared.versus();
        if (versus != null) {
            json.put("accuracy_p", versus.accuracyP())
                    .put("accuracy_p_holm", versus.accuracyHolm())
                    .put("macro_f1_p", versus.macroF1P())
                    .put("macro_f1_p_holm", versus.macroF1Holm());
        }
        ConfusionMatrix confusion = scores.confusion();
        ObjectNode rows = json.putObject("confusion");
        for (int truth = 0; truth < confusion.labels().size(); truth++) {
            if (confusion.support(truth) > 0) {
                ObjectNode answers = rows.putObject(confusion.labels().get(truth));
                for (int answer = 0; answer < confusion.labels().size(); answer++) {
                    if (confusion.count(truth, answer) > 0) {
                        answers.put(confusion.labels().get(answer), confusion.count(truth, answer));
                    }
                }
            }
        }
    }

    private static void estimate(ObjectNode json, String name, Estimate estimate) {
        json.put(name, estimate.value());
        json.putArray(name + "_95").add(estimate.lower()).add(estimate.upper());
    }

    private static String predictions(StudyResult result) {
        List<LabellerResult> labellers = result.labellers();
        List<int[]> places = labellers.stream()
                .map(labeller -> labeller.places(result.rows()))
                .toList();
        boolean[] tested = new boolean[result.rows()];
        Arrays.stream(result.split().test()).forEach(row -> tested[row] = true);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < result.rows(); row++) {
            ObjectNode json = JsonFiles.newObject();
            json.put("row", row)
                    .put("set", tested[row] ? "test" : "train")
                    .put("label", result.role(result.labels()[row]));
            if (result.data().haveTruths()) {
                json.put("true_role", result.role(result.data().truths().get(row)));
            }
            ObjectNode answers = json.putObject("answers");
            ObjectNode confidence = json.putObject("confidence");
            ObjectNode raw = JsonFiles.newObject();
            for (int i = 0; i < labellers.size(); i++) {
                LabellerResult labeller = labellers.get(i);
                int at = places.get(i)[row];
                if (at >= 0) {
                    answers.put(labeller.name(), result.role(labeller.answers().roles()[at]));
                    confidence.put(labeller.name(), labeller.answers().confidence()[at]);
                    if (!labeller.raw().isEmpty()) {
                        raw.put(labeller.name(), labeller.raw().get(at));
                    }
                }
            }
            if (!raw.isEmpty()) {
                json.set("raw", raw);
            }
            lines.append(json).append('\n');
        }
        return lines.toString();
    }

    private static void numbers(ArrayNode into, int[] values) {
        Arrays.stream(values).forEach(into::add);
    }
}
