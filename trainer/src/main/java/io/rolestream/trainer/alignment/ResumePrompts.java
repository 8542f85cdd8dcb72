package io.rolestream.trainer.alignment;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedText;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prompts of resumes, as tokens. A resume is cut so that its prompt leaves an answer room; of resumes with the same
 * prompt the first is taken, and those of validation and test go first, so that no prompt is both learnt and measured.
 */
final class ResumePrompts {
    private final TextTokenizer tokenizer;
    private final PromptTemplate template;
    private final int room;
    private final Map<IntBuffer, String> resumes = new HashMap<>();
    private final List<int[]> training;
    private final List<int[]> validation;
    private final List<int[]> test;
    private int cut;

    private ResumePrompts(TextTokenizer tokenizer, PromptTemplate template, int room, AlignmentResumes texts) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.room = room;
        validation = prompts(texts.validation());
        test = prompts(texts.test());
        training = prompts(texts.training());
    }

    /**
     * @param answerTokens the most tokens of an answer
     * @throws IllegalArgumentException if the prompt without a resume leaves an answer no room
     */
    static ResumePrompts of(
            CheckpointDirectory generator,
            TextTokenizer tokenizer,
            PromptTemplate template,
            AlignmentResumes resumes,
            int answerTokens) {
        int readable = generator.config().maxTokens();
        int room = readable - answerTokens - 1; // a decoder counts the place before an answer too
        int without = tokenizer.encode(template.of("")).first().length;
        if (without >= room) {
            throw new IllegalArgumentException("the generator reads " + readable + " tokens, but its prompt without a"
                    + " resume has " + without + " and an answer up to " + answerTokens
                    + "; lower --max-new-tokens");
        }
        return new ResumePrompts(tokenizer, template, room, resumes);
    }

    private List<int[]> prompts(List<String> texts) {
        List<int[]> prompts = new ArrayList<>();
        for (String text : texts) {
            String beginning = fitting(text);
            int[] prompt = tokenizer.encode(template.of(beginning)).first();
            if (resumes.putIfAbsent(IntBuffer.wrap(prompt), text) == null) {
                prompts.add(prompt);
                cut += beginning.length() < text.length() ? 1 : 0;
            }
        }
        return List.copyOf(prompts);
    }

    /** The longest beginning of a resume whose prompt leaves room. */
    private String fitting(String resume) {
        int fits = 0;
        int tooLong = resume.length() + 1;
        for (int tried = resume.length(); tooLong - fits > 1; tried = (fits + tooLong) / 2) {
            TokenizedText encoded = tokenizer.encode(template.of(resume.substring(0, tried)));
            if (!encoded.cut() && encoded.first().length <= room) {
                fits = tried;
            } else {
                tooLong = tried;
            }
        }
        boolean halves = fits > 0 && fits < resume.length() && Character.isHighSurrogate(resume.charAt(fits - 1));
        return resume.substring(0, halves ? fits - 1 : fits);
    }

    List<int[]> training() {
        return training;
    }

    List<int[]> validation() {
        return validation;
    }

    /** Those of the resumes that test a comparison of methods. */
    List<int[]> test() {
        return test;
    }

    /** Fingerprints, by name, of the resumes that are learnt from, validate and test, with their prompts. */
    Map<String, String> fingerprints() {
        return Map.of(
                "resumes learnt from", fingerprint(training),
                "resumes for validation", fingerprint(validation),
                "resumes for the test", fingerprint(test));
    }

    private String fingerprint(List<int[]> prompts) {
        long hash = 1;
        for (int[] prompt : prompts) {
            hash = (hash * 31 + Arrays.hashCode(prompt)) * 31 + resume(prompt).hashCode();
        }
        return prompts.size() + " of fingerprint " + Long.toHexString(hash);
    }

    /** How many resumes were cut. */
    int cut() {
        return cut;
    }

    /** The whole resume of a prompt. */
    String resume(int[] prompt) {
        String resume = resumes.get(IntBuffer.wrap(prompt));
        if (resume == null) {
            throw new IllegalArgumentException("no resume has this prompt of " + prompt.length + " tokens");
        }
        return resume;
    }
}
