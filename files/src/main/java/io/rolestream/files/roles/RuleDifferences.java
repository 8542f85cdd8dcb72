package io.rolestream.files.roles;

import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the texts of a file are labelled by the rules before and after a change of the roles. A text whose role only has
 * another name is labelled alike.
 *
 * @param texts compared
 * @param skipped rows that cannot be read
 * @param moves from and to which role texts move, most frequent first
 */
public record RuleDifferences(long texts, long skipped, List<Move> moves) {
    /** @param from the role's name in the older taxonomy */
    public record Move(String from, String to, long texts) {}

    public RuleDifferences {
        moves = List.copyOf(moves);
    }

    /** The number of texts that the rules label otherwise. */
    public long changed() {
        return moves.stream().mapToLong(Move::texts).sum();
    }

    /**
     * Compares two rule sets on all rows.
     *
     * @param reading which text of a row is judged
     * @param mapping from the taxonomy of the first rule set to that of the second
     */
    public static RuleDifferences of(
            Iterator<Row> rows, ResumeReading reading, RuleSet before, RuleSet after, RoleMapping mapping) {
        ResumeReader reader = reading.reader();
        Map<String, Map<String, Long>> moves = new TreeMap<>();
        long texts = 0;
        long skipped = 0;
        while (rows.hasNext()) {
            if (rows.next() instanceof ResumeRow row
                    && reader.read(row.event(), System.currentTimeMillis())
                            instanceof Reading.Readable<ReadableResume> readable) {
                texts++;
                String text = readable.value().judgedText();
                String from = before.vote(text).role().name();
                String to = after.vote(text).role().name();
                int target = mapping.target(before.taxonomy().indexOf(from));
                if (target < 0 || !after.taxonomy().role(target).name().equals(to)) {
                    moves.computeIfAbsent(from, role -> new TreeMap<>()).merge(to, 1L, Long::sum);
                }
            } else {
                skipped++;
            }
        }
        List<Move> sorted = moves.entrySet().stream()
                .flatMap(from -> from.getValue().entrySet().stream()
                        .map(to -> new Move(from.getKey(), to.getKey(), to.getValue())))
                .sorted(Comparator.comparingLong(Move::texts).reversed())
                .toList();
        return new RuleDifferences(texts, skipped, sorted);
    }
}
