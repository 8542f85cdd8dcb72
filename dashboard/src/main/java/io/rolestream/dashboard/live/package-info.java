/** What is known of the stream at the moment, in bounded memory whatever flows. Knows neither Kafka clients nor HTTP. */
@NullMarked
package io.rolestream.dashboard.live;

import org.jspecify.annotations.NullMarked;
