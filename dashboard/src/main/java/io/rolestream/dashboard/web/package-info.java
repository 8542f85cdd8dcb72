/** The dashboard's server: pages, events, requests and access. */
@NullMarked
package io.rolestream.dashboard.web;

import org.jspecify.annotations.NullMarked;
