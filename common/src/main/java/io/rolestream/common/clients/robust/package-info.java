/** Kafka's clients, and times, that bear a broker that does not answer and a wall clock that somebody sets. */
@NullMarked
package io.rolestream.common.clients.robust;

import org.jspecify.annotations.NullMarked;
