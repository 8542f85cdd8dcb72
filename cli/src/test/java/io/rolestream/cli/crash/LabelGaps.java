package io.rolestream.cli.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When each committed label was appended, by partition, and how long none was. */
final class LabelGaps {
    private final Map<Integer, List<Long>> appendedMs = new TreeMap<>();

    /** @param topic with timestamps of the type {@code LogAppendTime} */
    static LabelGaps read(String bootstrapServers, String topic) {
        LabelGaps gaps = new LabelGaps();
        CommittedTopic.forEach(
                bootstrapServers,
                topic,
                label -> gaps.appendedMs
                        .computeIfAbsent(label.partition(), partition -> new ArrayList<>())
                        .add(label.timestamp()));
        return gaps;
    }

    /**
     * The longest time without a label in any one partition, of those that ended after one moment and began before
     * another; zero if there is none.
     *
     * @param notBefore what began earlier is left out
     */
    Duration longest(Instant notBefore, Instant endedAfter, Instant beganBefore) {
        long longest = 0;
        for (List<Long> times : appendedMs.values()) {
            for (int i = 1; i < times.size(); i++) {
                long began = times.get(i - 1);
                long ended = times.get(i);
                if (began >= notBefore.toEpochMilli()
                        && began < beganBefore.toEpochMilli()
                        && ended > endedAfter.toEpochMilli()) {
                    longest = Math.max(longest, ended - began);
                }
            }
        }
        return Duration.ofMillis(longest);
    }
}
