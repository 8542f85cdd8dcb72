package io.rolestream.stream.forget;

import io.rolestream.schemas.topics.Topics;
import java.util.List;
import java.util.Set;

/**
 * What is erased: which topics hold records under the id, and how each gets rid of them.
 *
 * @param noun what an id identifies, for messages
 * @param source every partition of it gets a null value; the services that read it do the rest
 * @param searched all topics with records under the id, the source among them, in the order in which they are reported
 * @param followingId compacted topics that the services partition by the id; records elsewhere get a null value
 *     directly
 * @param followingSource compacted topics whose records are in the partition that the source's record was in
 * @param ofRecommender compacted topics that the recommender clears
 * @param told topics that get a null value in each partition that holds records, because others keep copies of them, or
 *     the service that clears them may not run
 */
public record Erasure(
        String noun,
        String source,
        List<String> searched,
        Set<String> followingId,
        Set<String> followingSource,
        Set<String> ofRecommender,
        Set<String> told) {
    /** The erasure of resumes. */
    public static Erasure ofResumes(Topics topics) {
        return new Erasure(
                "resume",
                topics.resumes(),
                List.of(
                        topics.resumes(),
                        topics.resumesDlq(),
                        topics.labelVotes(),
                        topics.labelledRoles(),
                        topics.labelDisagreements(),
                        topics.trainingExamples(),
                        topics.roleCorrections(),
                        topics.generatedDescriptions(),
                        topics.jobRecommendations(),
                        topics.jobFeedback()),
                Set.of(topics.labelledRoles(), topics.labelDisagreements(), topics.trainingExamples()),
                Set.of(topics.roleCorrections(), topics.generatedDescriptions(), topics.jobRecommendations()),
                Set.of(topics.jobRecommendations()),
                Set.of(topics.generatedDescriptions(), topics.jobFeedback()));
    }

    /** The erasure of jobs. */
    public static Erasure ofJobs(Topics topics) {
        return new Erasure(
                "job",
                topics.jobs(),
                List.of(topics.jobs(), topics.jobsDlq(), topics.labelledJobs(), topics.resumeRecommendations()),
                Set.of(),
                Set.of(topics.jobs(), topics.labelledJobs(), topics.resumeRecommendations()),
                Set.of(topics.labelledJobs(), topics.resumeRecommendations()),
                Set.of());
    }

    /** Whether only the latest record of an id in each partition is kept. */
    boolean isCompacted(String topic) {
        return followingId.contains(topic) || followingSource.contains(topic);
    }
}
