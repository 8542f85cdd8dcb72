package io.rolestream.schemas.topics;

import java.util.regex.Pattern;

/**
 * The names of all topics.
 *
 * @param prefix of every name, empty for none; letters, digits, dot, underscore and hyphen, at most 200
 */
public record Topics(String prefix) {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

    /** @throws IllegalArgumentException if Kafka would not allow the prefix in a topic's name */
    public Topics {
        if (!ALLOWED.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "A topic prefix has letters, digits, dots, underscores and hyphens only, at most 200: \"%s\""
                            .formatted(prefix));
        }
    }

    /** Names without a prefix. */
    public static Topics unprefixed() {
        return new Topics("");
    }

    /** A name that differs from those of other installations: with the prefix, unless it has it already. */
    public String own(String name) {
        return name.startsWith(prefix) ? name : prefix + name;
    }

    public String resumes() {
        return prefix + "resumes";
    }

    public String resumesDlq() {
        return prefix + "resumes-dlq";
    }

    public String labelVotes() {
        return prefix + "label-votes";
    }

    public String labelledRoles() {
        return prefix + "labelled-roles";
    }

    public String labelDisagreements() {
        return prefix + "label-disagreements";
    }

    public String trainingExamples() {
        return prefix + "training-examples";
    }

    public String roleCorrections() {
        return prefix + "role-corrections";
    }

    public String jobs() {
        return prefix + "jobs";
    }

    public String jobsDlq() {
        return prefix + "jobs-dlq";
    }

    public String labelledJobs() {
        return prefix + "labelled-jobs";
    }

    public String generatedDescriptions() {
        return prefix + "generated-descriptions";
    }

    public String jobRecommendations() {
        return prefix + "job-recommendations";
    }

    public String resumeRecommendations() {
        return prefix + "resume-recommendations";
    }

    public String jobFeedback() {
        return prefix + "job-feedback";
    }

    public String modelVersions() {
        return prefix + "model-versions";
    }

    public String workerStatus() {
        return prefix + "worker-status";
    }

    public String trainerCommands() {
        return prefix + "trainer-commands";
    }

    public String trainerStatus() {
        return prefix + "trainer-status";
    }

    /** The schemas of all other topics, where no schema registry keeps them. */
    public String schemas() {
        return prefix + "schemas";
    }
}
