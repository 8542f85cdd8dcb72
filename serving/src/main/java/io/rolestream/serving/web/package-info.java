/** Requests and answers. */
@NullMarked
package io.rolestream.serving.web;

import org.jspecify.annotations.NullMarked;
