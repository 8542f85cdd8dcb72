/** Turns documents into text. Runs in a process of its own, {@link ParserProcess}, with little memory and time. */
@NullMarked
package io.rolestream.files.documents.parse;

import org.jspecify.annotations.NullMarked;
