package io.rolestream.labellers;

import io.rolestream.common.text.Nearest;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.labellers.settings.LabellerFile;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Opens labellers by what people call them. A new kind is a class and a line here. */
public final class Labellers {
    private static final Map<String, Opening> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("rules", Labellers::rules);
        KINDS.put("majority", Labellers::majority);
        KINDS.put("model", (spec, options, taxonomy) -> ModelLabeller.open(where(spec), options, taxonomy));
        KINDS.put("linear", Labellers::linear);
        KINDS.put("zero-shot", scoring(ZeroShotLabeller::open));
        KINDS.put("nearest", scoring(NearestLabeller::open));
        KINDS.put("rerank", scoring(RerankLabeller::open));
        KINDS.put("prompted", scoring(PromptedLabeller::open));
    }

    @FunctionalInterface
    private interface Opening {
        Labeller open(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy)
                throws IOException, ModelRefusedException, InterruptedException;
    }

    @FunctionalInterface
    private interface ScoringOpening {
        Labeller open(ScoringLabeller.Opening opening) throws IOException, InterruptedException;
    }

    private Labellers() {}

    /** What may come before the colon. */
    public static Set<String> kinds() {
        return Set.copyOf(KINDS.keySet());
    }

    /**
     * Opens a labeller.
     *
     * @return the caller closes it
     * @throws LabellerException if there is no such kind, a file is missing or malformed, a model cannot be computed
     *     here, or there is nothing to learn from
     */
    public static Labeller open(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy)
            throws LabellerException, InterruptedException {
        Opening opening = KINDS.get(spec.kind());
        if (opening == null) {
            throw new LabellerException(
                    spec,
                    "no such kind; known are " + String.join(", ", KINDS.keySet())
                            + Nearest.hint(spec.kind(), KINDS.keySet()));
        }
        try {
            return opening.open(spec, options, taxonomy);
        } catch (LabellerException e) {
            throw e;
        } catch (IOException | ModelRefusedException | RuntimeException e) {
            if (Thread.interrupted()) { // which closes the files that are being read
                InterruptedException interrupted = new InterruptedException("while a labeller was opened");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw new LabellerException(spec, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static Opening scoring(ScoringOpening kind) {
        return (spec, options, taxonomy) -> {
            LabellerFile file = LabellerFile.read(where(spec));
            return kind.open(new ScoringLabeller.Opening(
                    spec.kind(), file, CheckpointDirectory.open(file.checkpoint()), taxonomy, options));
        };
    }

    private static Labeller rules(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy) {
        String where = spec.where() == null ? RuleSet.DEFAULT : spec.where();
        return new RuleLabeller(
                options.lenientRules()
                        ? RuleSet.loadLeniently(where, taxonomy).rules()
                        : RuleSet.load(where, taxonomy));
    }

    private static Labeller majority(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy)
            throws LabellerException {
        String named = spec.where();
        if (named != null) {
            int role = taxonomy.indexOf(named);
            if (role < 0) {
                throw new LabellerException(spec, "no such role" + Nearest.hint(named, taxonomy.names()));
            }
            return MajorityLabeller.of(taxonomy, role);
        }
        return MajorityLabeller.of(taxonomy, training(spec, options));
    }

    /** Opens the file; without one, or where it does not exist yet, learns, and then writes it. */
    private static Labeller linear(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy) throws IOException {
        boolean stored = spec.where() != null;
        if (stored && (options.training() == null || Files.exists(where(spec)))) {
            return LinearLabeller.open(where(spec), taxonomy);
        }
        TrainingLabels training = training(spec, options);
        LinearLabeller trained = LinearLabeller.train(training.texts(), training.roles(), taxonomy, options.seed());
        if (stored) {
            trained.save(where(spec));
            return LinearLabeller.open(where(spec), taxonomy);
        }
        return trained;
    }

    private static TrainingLabels training(LabellerSpec spec, LabellerOptions options) throws LabellerException {
        TrainingLabels training = options.training();
        if (training == null || training.texts().isEmpty()) {
            throw new LabellerException(
                    spec, "needs texts with labels to learn from, as `rolestream evaluate --train FILE` gives them");
        }
        return training;
    }

    private static Path where(LabellerSpec spec) throws LabellerException {
        String where = spec.where();
        if (where == null) {
            throw new LabellerException(spec, "name the checkpoint directory, as in " + spec.kind() + ":DIR");
        }
        return Path.of(where);
    }
}
