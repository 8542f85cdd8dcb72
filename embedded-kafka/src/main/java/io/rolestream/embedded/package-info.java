/** A real single-node Kafka broker and a schema registry within this process, for the demo and the tests. */
@NullMarked
package io.rolestream.embedded;

import org.jspecify.annotations.NullMarked;
