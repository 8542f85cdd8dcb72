/** Joins the votes on a resume into labels: plain Java over two small interfaces, without Kafka Streams. */
@NullMarked
package io.rolestream.stream.reconcile;

import org.jspecify.annotations.NullMarked;
