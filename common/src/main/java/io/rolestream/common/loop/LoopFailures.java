package io.rolestream.common.loop;

import io.rolestream.common.clients.InstanceIds;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.service.FailureBudget;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a loop of transactions continues after a failure. It waits for an absent schema registry, which a
 * restart would not bring back.
 */
public final class LoopFailures {
    private static final Logger LOG = LoggerFactory.getLogger(LoopFailures.class);

    private final String name;
    private final OwnGroup group;
    private final @Nullable String instance;
    private final Predicate<RuntimeException> fatalToStep;
    private final FailureBudget budget = new FailureBudget();

    /**
     * @param name of the loop, for messages
     * @param group the loop's group
     * @param instance the loop's name in its group; null for none
     * @param fatalToStep whether the loop's step can't work after a failure
     */
    public LoopFailures(
            String name, OwnGroup group, @Nullable String instance, Predicate<RuntimeException> fatalToStep) {
        this.name = name;
        this.group = group;
        this.instance = instance;
        this.fatalToStep = fatalToStep;
    }

    /**
     * Returns if the loop is to start over from what is committed.
     *
     * @throws RuntimeException the failure, if starting over can't help, or did not help too often
     */
    public void tolerate(RuntimeException failure) {
        if (failure instanceof FencedInstanceIdException) {
            throw InstanceIds.taken(name, instance, failure);
        }
        RuntimeException permanent = GroupCheck.permanent(failure, group);
        if (permanent != null) {
            throw permanent;
        }
        if (isFatal(failure)) {
            throw failure;
        }
        if (isOfARebalance(failure)) {
            LOG.info("the {} leaves unfinished records to the partitions' next owner: {}", name, failure.toString());
            return;
        }
        if (SchemaRegistryUnavailableException.isBehind(failure)) {
            LOG.debug("the {} waits for the schema registry", name, failure); // Cluster's registry warns once a minute
            return;
        }
        if (!budget.tolerates()) {
            LOG.error("the {} failed again and gives up", name, failure);
            throw failure;
        }
        LOG.warn("the {} restarts from the committed offsets: {}", name, failure.toString());
        LOG.debug("the failure", failure);
    }

    /** Whether a failure only says that partitions moved while results were being committed. Nothing is wrong then. */
    public static boolean isOfARebalance(RuntimeException failure) {
        return failure instanceof CommitFailedException || failure instanceof RebalanceInProgressException;
    }

    private boolean isFatal(RuntimeException failure) {
        return failure instanceof AuthorizationException
                || failure instanceof AuthenticationException
                || failure instanceof UnsupportedVersionException
                || fatalToStep.test(failure);
    }
}
