package io.rolestream.trainer.keywords;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.Vote;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.AvroSerde;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often the model contradicted the rules' votes, by the keywords that support them. */
public final class ModelContradictions {
    private ModelContradictions() {}

    /**
     * Reads the disagreements of about 30 days; memory holds a hash for each.
     *
     * @return for each keyword, the number of distinct texts where it supported this rule set's vote and the model
     *     voted for another role
     */
    public static Map<String, Long> read(Cluster cluster, RuleSet rules) {
        String topic = cluster.topics().labelDisagreements();
        var deserializer = new AvroSerde<>(LabelDisagreement.class, cluster.registry()).deserializer();
        Map<String, Long> counts = new HashMap<>();
        Set<String> seen = new HashSet<>();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    LabelDisagreement disagreement = deserializer.deserialize(topic, record.headers(), record.value());
                    if (disagreement != null
                            && disagreement.getKind() != DisagreementKind.UNCERTAIN
                            && seen.add(disagreement.getContentHash())) {
                        count(disagreement, rules, counts);
                    }
                    return true;
                })
                .run();
        return counts;
    }

    private static void count(LabelDisagreement disagreement, RuleSet rules, Map<String, Long> counts) {
        Vote vote = disagreement.getRuleVote();
        if (vote == null || !vote.getLabellerVersion().equals(rules.version())) {
            return;
        }
        for (Evidence evidence : vote.getEvidence()) {
            boolean isFor = rules.weights(evidence.getKeyword()).stream()
                    .anyMatch(weight ->
                            weight.weight() > 0 && weight.role().name().equals(vote.getRole()));
            if (isFor) {
                counts.merge(evidence.getKeyword(), 1L, Long::sum);
            }
        }
    }
}
