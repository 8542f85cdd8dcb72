package io.rolestream.matching.profile;

import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes profiles without vectors: masks the texts, finds skills, title and seniority, and lets the rules say which role
 * it is where no label does. Immutable and thread-safe.
 */
public final class Profiler {
    private static final int HASH_DIGITS = 32;
    private static final String DESCRIPTION = "generated description";

    private final RuleSet rules;
    private final SkillVocabulary vocabulary;
    private final Masker masker;
    private final RuleBelief belief;

    public Profiler(RuleSet rules, SkillVocabulary vocabulary, RuleBelief belief) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.masker = new Masker(rules);
        this.belief = belief;
    }

    /** The version of what is masked. */
    public String maskVersion() {
        return masker.version();
    }

    /** The content hash of a resume's profile: of all of it that is matched, 32 hexadecimal digits. */
    public static String contentHash(Candidate candidate) {
        return hash("resume", candidate.skills(), candidate.text(), candidate.years());
    }

    public Profile of(Candidate candidate, RoleBelief roles) {
        String skills = masker.mask(Objects.requireNonNullElse(candidate.skills(), ""));
        String body = masker.mask(Objects.requireNonNullElse(candidate.text(), ""));
        String title = TitleLine.of(body);
        SeniorityLevel level = SeniorityLevel.of(candidate.years());
        if (level == null) {
            level = SeniorityLevel.named(title);
        }
        return new Profile(
                Side.RESUME,
                candidate.resumeId(),
                contentHash(candidate),
                title,
                skills,
                body,
                vocabulary.sorted(skills(title, skills, body)),
                roles.isKnown() ? roles : belief.of(rules, title, skills.isBlank() ? body : skills),
                null,
                null,
                level == null ? null : level.key(),
                null,
                null);
    }

    public Profile of(Posting posting, RoleBelief roles) {
        String title = masker.mask(posting.title());
        String skills = masker.mask(Objects.requireNonNullElse(posting.skills(), ""));
        String body = masker.mask(Objects.requireNonNullElse(posting.description(), ""));
        SeniorityLevel level = SeniorityLevel.named(Objects.requireNonNullElse(posting.seniority(), ""));
        if (level == null) {
            level = SeniorityLevel.named(title);
        }
        return new Profile(
                Side.JOB,
                posting.jobId(),
                hash(
                        "job",
                        posting.title(),
                        posting.skills(),
                        posting.description(),
                        posting.location(),
                        posting.remote(),
                        posting.seniority(),
                        posting.openUntil()),
                title,
                skills,
                body,
                vocabulary.sorted(skills(title, skills, body)),
                roles.isKnown() ? roles : belief.of(rules, title, skills.isBlank() ? body : skills),
                posting.location(),
                posting.remote(),
                level == null ? null : level.key(),
                posting.openUntil(),
                null);
    }

    /** Masked and read as a posting. */
    public ProfiledDescription of(GeneratedDescription description) {
        return new ProfiledDescription(description, ofDescription(description.text()));
    }

    /**
     * A description, whoever wrote it, masked and read as a posting: the line near its top that names a profession is
     * the title, the rest the body, as reward models read the postings that they learn from.
     */
    public Profile ofDescription(String text) {
        TitleLine.Split parts = TitleLine.split(text);
        Posting like = new Posting(DESCRIPTION, parts.title(), null, parts.rest(), null, null, null, null);
        return of(like, RoleBelief.unknown());
    }

    private Set<String> skills(String... texts) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : texts) {
            vocabulary.find(text).stream().map(SkillMention::skill).forEach(found::add);
        }
        return found;
    }

    /** A SHA-256 over fields, each after its length, so that no two sequences of fields are hashed alike. */
    private static String hash(String side, @Nullable Object... fields) {
        MessageDigest digest = Sha256.digest();
        digest.update(side.getBytes(StandardCharsets.UTF_8));
        for (Object field : fields) {
            String text = field == null ? "" : field.toString();
            digest.update((field == null ? "-" : text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(digest).substring(0, HASH_DIGITS);
    }
}
