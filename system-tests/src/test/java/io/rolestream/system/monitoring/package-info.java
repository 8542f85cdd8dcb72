/** What Prometheus and Grafana are given in {@code deploy}, tried on Prometheus itself. */
@NullMarked
package io.rolestream.system.monitoring;

import org.jspecify.annotations.NullMarked;
