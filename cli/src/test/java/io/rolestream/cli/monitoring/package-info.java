/** What Prometheus and Grafana are given in {@code deploy}, tried on Prometheus itself. */
@NullMarked
package io.rolestream.cli.monitoring;

import org.jspecify.annotations.NullMarked;
