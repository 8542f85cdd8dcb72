package io.rolestream.stream.worker;

import io.rolestream.common.service.FailureBudget;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a worker continues after a failure. */
final class WorkerFailures {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFailures.class);

    private final FailureBudget budget = new FailureBudget();

    /**
     * Returns if the worker is to start over from what is committed.
     *
     * @throws RuntimeException the failure, if that would not help, or did not too often
     */
    void tolerate(RuntimeException failure) {
        if (isFatal(failure)) {
            throw failure;
        }
        if (isOfARebalance(failure)) {
            LOG.info("leaving unfinished resumes to the partitions' next owner: {}", failure.toString());
            return;
        }
        if (!budget.tolerates()) {
            LOG.error("the worker failed again; giving up", failure);
            throw failure;
        }
        LOG.warn("the worker restarts from the committed offsets: {}", failure.toString());
        LOG.debug("the failure", failure);
    }

    /** Whether it only says that partitions have moved while their votes were being committed. Nothing is wrong then. */
    static boolean isOfARebalance(RuntimeException failure) {
        return failure instanceof CommitFailedException || failure instanceof RebalanceInProgressException;
    }

    private static boolean isFatal(RuntimeException failure) {
        return failure instanceof FencedInstanceIdException
                || failure instanceof AuthorizationException
                || failure instanceof AuthenticationException
                || failure instanceof UnsupportedVersionException
                || failure instanceof ModelGoneException;
    }
}
