package dev.muster.cli.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of a file.
 *
 * @param text decoded from UTF-8, or from UTF-16 where the file begins with its mark
 * @param noText the place of the first byte that is none of the encoding's; it reads as U+FFFD
 */
record ManifestText(String text, Optional<Place> noText) {
  static ManifestText read(InputStream stream) throws IOException {
    var bytes = ByteBuffer.wrap(stream.readAllBytes());
    var encoding = encoding(bytes);
    var before = CharBuffer.allocate(bytes.remaining() + 1);
    var result = encoding.newDecoder().decode(bytes.duplicate(), before, true);
    var place =
        result.isError() ? Optional.of(end(before.flip().toString())) : Optional.<Place>empty();
    return new ManifestText(encoding.decode(bytes).toString(), place);
  }

  private static Charset encoding(ByteBuffer bytes) {
    int mark = bytes.remaining() < 2 ? 0 : bytes.getChar(0);
    return mark == 0xFEFF || mark == 0xFFFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private static Place end(String text) {
    int lines = (int) text.chars().filter(c -> c == '\n').count();
    return new Place(lines + 1, text.length() - text.lastIndexOf('\n'));
  }
}
