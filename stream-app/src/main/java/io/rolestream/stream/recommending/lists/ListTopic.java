package io.rolestream.stream.recommending.lists;

import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.StandingList;
import org.apache.kafka.common.header.Headers;

/** A topic of lists, for one side's subjects: its name and how its records are written and read. For one thread. */
interface ListTopic {
    /** What the lists are for. */
    Side side();

    String name();

    /** The topic that the subjects come from; it has as many partitions. */
    String subjects();

    /** A list's event. */
    byte[] write(ComputedList list, int revision);

    /**
     * What stands in a record.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if it is no such list
     */
    StandingList read(Headers headers, byte[] value);

    /** A list as it will stand. */
    default StandingList standing(ComputedList list) {
        return ListTexts.standing(
                1,
                list.subject().contentHash(),
                list.subject().labelRevision(),
                list.description(),
                list.versions(),
                list.role(),
                list.matches());
    }
}
