/** The dashboard's server: pages, events, questions, and who may ask them. */
@NullMarked
package io.rolestream.dashboard.web;

import org.jspecify.annotations.NullMarked;
