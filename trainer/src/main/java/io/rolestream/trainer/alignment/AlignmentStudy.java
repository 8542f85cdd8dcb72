package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.matching.judge.DescriptionJudge;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.alignment.ComparedMethod.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Aligns a generator by every method, from the same model with the same resumes and seeds, and compares the results
 * with it on the resumes of the test: nothing is learnt from these, and they choose no step. The directory has a
 * checkpoint for each method and the comparison, and appears once it is complete.
 *
 * <p>Trivial rows show what the figures are worth: the resume itself as the description, and the best of several
 * answers of the SFT model by the reward, without any training.
 *
 * @param methods how each is trained; all with the same generator, reward and judge
 * @param out must not exist, or be empty
 * @param state a file that is there until the end, by which the comparison is resumed
 */
public record AlignmentStudy(List<AlignmentSettings> methods, Path out, Path state, boolean resume) {
    /** @throws IllegalArgumentException if there is no judge */
    public AlignmentStudy {
        methods = List.copyOf(methods);
        if (methods.isEmpty() || methods.get(0).judge() == null) {
            throw new IllegalArgumentException("methods are compared by a judge; give --judge");
        }
    }

    /**
     * Trains and compares.
     *
     * @param told receives the table
     * @return whether it finished rather than being stopped
     * @throws IllegalArgumentException if the models do not fit, or there is nothing to learn
     */
    public boolean run(
            AlignmentResumes resumes, RuleSet rules, AlignmentOutput output, PrintWriter told, PrintWriter err)
            throws IOException {
        Path target = out.toAbsolutePath().normalize();
        Path work = target.resolveSibling(target.getFileName() + ".methods");
        try (AlignmentModels models = AlignmentModels.open(methods.get(0), resumes, rules, unused -> {})) {
            if (!resume) {
                Replacement.delete(work);
            }
            Files.createDirectories(work);
            AlignmentFacts.keep(work.resolve("facts.json"), methods, models);
        }
        Files.createDirectories(Replacement.parent(state));
        Files.writeString(state, "The methods that are done are in " + work + System.lineSeparator());
        for (AlignmentSettings method : methods) {
            String key = method.method().key();
            Path result = work.resolve(key);
            if (!Files.exists(result)) {
                err.println(key + ":");
                output.metrics()
                        .accept(JsonFiles.newObject()
                                .put("when", "begins")
                                .put("method", key)
                                .toString());
                Path own = work.resolve(key + ".state");
                if (!new AlignmentRun(method, result, own, resume && Files.exists(own))
                        .run(resumes, rules, output, err)) {
                    err.println("the methods that are done are kept: --resume continues with " + key);
                    return false;
                }
            }
        }
        return compare(resumes, rules, work, target, told, err);
    }

    private boolean compare(
            AlignmentResumes resumes, RuleSet rules, Path work, Path target, PrintWriter told, PrintWriter err)
            throws IOException {
        List<ComparedMethod> compared;
        try (StopSignal stop = StopSignal.install();
                AlignmentModels models = AlignmentModels.open(methods.get(0), resumes, rules, err::println)) {
            compared = compared(
                    models, new DescriptionJudge(rules), new AnswerDrawing(methods.get(0), models, stop), work);
        } catch (AnswerDrawing.StoppedException | ProcessEndsException e) {
            err.println("stopped while answers were drawn; to continue, run the same command with --resume");
            return false;
        }
        Map<String, List<JsonNode>> trainings = new LinkedHashMap<>();
        for (AlignmentSettings method : methods) {
            String key = method.method().key();
            trainings.put(key, AlignmentLog.published(work.resolve(key)));
            Files.deleteIfExists(work.resolve(key + ".state"));
        }
        JsonFiles.replace(work.resolve("comparison.json"), MethodsTable.json(compared));
        Files.writeString(work.resolve("comparison.html"), MethodsTable.page(compared, trainings));
        String text = MethodsTable.text(compared);
        Files.writeString(work.resolve("comparison.txt"), text);
        CheckpointDirectory.put(work, target);
        Files.deleteIfExists(state);
        told.print(text);
        told.flush();
        return true;
    }

    private List<ComparedMethod> compared(
            AlignmentModels models, DescriptionJudge rules, AnswerDrawing drawing, Path work) throws IOException {
        AnswerSummary sft = drawing.test(models.generator());
        Texts base = Texts.of(sft, models, rules);
        List<ComparedMethod> rows = new ArrayList<>();
        rows.add(ComparedMethod.of("SFT model", base, base, sft, sft));
        rows.add(ComparedMethod.of("the resume, copied", copies(models, rules), base));
        AnswerSummary best = drawing.best(models.generator());
        int samples = methods.get(0).samples();
        Texts repeated = repeated(Texts.of(best, models, rules), samples);
        rows.add(ComparedMethod.of("SFT model, best of " + samples, repeated, base, best.repeated(samples), sft));
        for (AlignmentSettings method : methods) {
            String key = method.method().key();
            AnswerSummary answers = drawing.test(CheckpointDirectory.open(work.resolve(key)));
            rows.add(ComparedMethod.of(key, Texts.of(answers, models, rules), base, answers, sft));
        }
        return rows;
    }

    /** Each text several times, so that it is compared with all of a prompt. */
    private static Texts repeated(Texts texts, int times) {
        return new Texts(
                texts.prompts().stream()
                        .flatMap(one -> Collections.nCopies(times, one).stream())
                        .toList(),
                texts.scores().stream()
                        .flatMap(one -> Collections.nCopies(times, one).stream())
                        .toList());
    }

    private Texts copies(AlignmentModels models, DescriptionJudge rules) {
        List<int[]> prompts = models.prompts().test();
        List<String> copies = prompts.stream().map(models.prompts()::resume).toList();
        Texts once = Texts.of(
                prompts,
                copies,
                Objects.requireNonNull(models.judge()).ofTexts(prompts, copies),
                models.reward().ofTexts(prompts, copies),
                models,
                rules);
        return repeated(once, methods.get(0).samples());
    }
}
