package io.rolestream.common.clients.robust;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer without a group that reads on after the wall clock was set back: before it polls, it puts a new consumer
 * of Kafka's in the place of the old one, with the same partitions and positions.
 */
public final class ClockProofReader<K> implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ClockProofReader.class);

    private final Supplier<Consumer<K, byte[]>> open;
    private final ClockSteps clock;
    private volatile Consumer<K, byte[]> consumer;

    private ClockProofReader(Supplier<Consumer<K, byte[]>> open, ClockSteps clock) {
        this.open = open;
        this.clock = clock;
        this.consumer = open.get();
    }

    @SuppressWarnings("unchecked") // the handler only passes calls on to a consumer of this type
    public static <K> Consumer<K, byte[]> of(Supplier<Consumer<K, byte[]>> open, ClockSteps clock) {
        return (Consumer<K, byte[]>) Proxy.newProxyInstance(
                ClockProofReader.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new ClockProofReader<>(open, clock));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("poll")) {
            clock.ifSetBack(this::replace);
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void replace(Duration setBack) {
        LOG.warn("the clock was set back by {} s; connecting to Kafka again", setBack.toSeconds());
        Consumer<K, byte[]> old = consumer;
        Consumer<K, byte[]> renewed = open.get();
        try {
            copy(old, renewed);
        } catch (RuntimeException e) {
            renewed.close();
            throw e;
        }
        consumer = renewed;
        old.close();
    }

    private static <K> void copy(Consumer<K, byte[]> old, Consumer<K, byte[]> renewed) {
        renewed.assign(old.assignment());
        for (TopicPartition partition : old.assignment()) {
            try {
                renewed.seek(partition, old.position(partition, Duration.ZERO));
            } catch (TimeoutException e) {
                renewed.seekToBeginning(List.of(partition)); // it had not begun yet
            }
        }
    }
}
