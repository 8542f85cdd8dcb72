package io.rolestream.evaluation.scores;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Items to evaluate on, sorted by hash so that results do not depend on their order.
 *
 * @param usedForChoosing whether these items chose parameters of the model, such as its temperature
 * @param items at least one, none trained on, with different hashes and the same number of roles, all or none with the
 *     champion's logits
 */
public record EvaluationSet(SetName name, boolean usedForChoosing, List<ScoredItem> items) {
    public EvaluationSet {
        items = items.stream()
                .sorted(Comparator.comparing(ScoredItem::contentHash))
                .toList();
        if (items.isEmpty()) {
            throw new IllegalArgumentException("the set " + name.key() + " has no items; leave it out");
        }
        ScoredItem first = items.get(0);
        Set<String> hashes = new HashSet<>();
        for (ScoredItem item : items) {
            if (!hashes.add(item.contentHash())) {
                throw new IllegalArgumentException(
                        "item " + item.contentHash() + " is twice in the set " + name.key() + "; each counts once");
            }
            if (item.logits().length != first.logits().length) {
                throw new IllegalArgumentException("items of the set " + name.key() + " have logits for "
                        + first.logits().length + " and for " + item.logits().length + " roles");
            }
            if (item.hasChampion() != first.hasChampion()) {
                throw new IllegalArgumentException("some items of the set " + name.key()
                        + " have the champion's logits and some have not, such as " + item.contentHash()
                        + "; it is compared on the same items");
            }
        }
    }

    public int roles() {
        return items.get(0).logits().length;
    }

    public boolean hasChampion() {
        return items.get(0).hasChampion();
    }
}
