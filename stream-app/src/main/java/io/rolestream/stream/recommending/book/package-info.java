/** Which lists of recommendations are due, and when: plain Java, without Kafka. */
@NullMarked
package io.rolestream.stream.recommending.book;

import org.jspecify.annotations.NullMarked;
