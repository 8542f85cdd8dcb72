/** The current state of the stream, in bounded memory. Depends on neither Kafka clients nor HTTP. */
@NullMarked
package io.rolestream.dashboard.live;

import org.jspecify.annotations.NullMarked;
