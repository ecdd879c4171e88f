package io.mkube.iso9660.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of SUSE media on the images with which checkmedia tests itself, and as it has them. */
final class SuseTagTest {
  private static final int FIELD = 0x8373;
  private static final String MARK = "7984fc91-a43f-4e45-bf27-6d3aa08b24cf";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iso_and_partition_no_padding | 1000 | 1000 | 0 | 100 | 900 |"
            + " md5sum=dbfc197e6d7f9370de4dc4840c81a783"
            + ";partition=100,900,efda83d92d219c2ee805364cb9902db2",
        "iso_and_partition_with_padding | 1000 | 900 | 100 | 100 | 900 |"
            + " pad=25;sha1sum=0f56f7a21eee671fe8b97a5dfb6b2f9bab0dcd06"
            + ";partition=100,900,a893357313150e9db98e4cfe81107f06db88dd63",
        "iso_and_no_partition | 1000 | 900 | 100 | 0 | 0 |"
            + " pad=25;sha224sum=e421b915f39bb7497b822b6c8afc73d3e38d09d0b1c5c6a6a6013d93",
        "iso_and_partition_odd_partition_size | 1002 | 1000 | 100 | 101 | 901 |"
            + " pad=25;md5sum=20852af4e13314bea792807d9ac9103d"
            + ";partition=101,901,2c01b6e930492a698b8bee67a92cc936",
        "iso_and_partition_low_partition_start | 1000 | 1000 | 100 | 2 | 998 |"
            + " pad=25;sha256sum=05ac5da5b7171b63700c4b7e75477908fedc7956a08df90f7e6f711c1fdddd86"
            + ";partition=2,998"
            + ",983c8904e4a5c71f6e9f6d5d8d73f29f046191acd65dc0cf12a1def8db7ec1fe",
        "iso_and_partition_wrong_padding | 1000 | 900 | 100 | 100 | 900 |"
            + " pad=25;sha512sum=0f2f8fe473b8a85cd0872ab81c5d8dae2d6a13fecff429b18dc6f4bc5678ece9"
            + "1f7d4dbed4cd55bfb777b6882d529508eb2d8c360d69e0e23d9f496159ee9892"
            + ";partition=100,900,9f9aa238d3c024e82b1b8ee900dc372498da42614e15a75a65605a786b108dad"
            + "954758d8e47d6ecf217222541374433c3537ee578624915846c7893dc8f84f93",
        "iso_and_partition_not_signed | 1000 | 900 | 100 | 100 | 900 |"
            + " pad=25;sha256sum=d7df919f9d008b94ee51dadd312c6a0bda2607de8bc6fe84d2869096795c8a26"
            + ";partition=100,900"
            + ",0d16f5a21c763c3bf5a2f32d3fffd27811942e500ee95b8541443599ea6fd726;signature=260",
      })
  void computesWhatTagmediaDoes(
      String name, int blocks, int volume, int padding, int start, int length, String expected)
      throws Exception {
    byte[] image = image(name, blocks, volume, padding, start, length);
    if (expected.contains("signature")) {
      put(image, (start + 160) * 512, MARK);
    }
    put(image, FIELD, expected.replaceAll("[0-9a-f]{32,}", "0"));
    SuseTag tag = SuseTag.find(new MemorySource(image)).orElseThrow();
    SuseTag renewed = tag.renewed(new MemorySource(image), done -> {});
    assertEquals(List.of(expected.split(";", -1)), renewed.entries());
    assertFalse(renewed.agreesWith(tag));
    assertEquals(expected, text(renewed.encode()));

    System.arraycopy(renewed.encode(), 0, image, FIELD, 512);
    image[3] = 7; // what boot loaders write into the MBR does not count
    SuseTag again = SuseTag.find(new MemorySource(image)).orElseThrow();
    assertTrue(again.renewed(new MemorySource(image), done -> {}).agreesWith(again));
    image[FIELD + 700] ^= 1;
    assertFalse(again.renewed(new MemorySource(image), done -> {}).agreesWith(again));
  }

  @Test
  void leavesSignaturesOutAndFindsThem() throws Exception {
    byte[] image = image("signed", 1000, 900, 100, 100, 900);
    put(image, FIELD, "sha256sum=0;signature=260");
    put(image, 260 * 512, MARK);
    SuseTag tag = SuseTag.find(new MemorySource(image)).orElseThrow();
    List<String> unsigned = tag.renewed(new MemorySource(image), done -> {}).sums();
    put(image, 260 * 512 + 64, "-----BEGIN PGP SIGNATURE-----");
    assertEquals(unsigned, tag.renewed(new MemorySource(image), done -> {}).sums());
    assertEquals(260 * 512, tag.signature(new MemorySource(image)).orElseThrow());
    image[260 * 512] = 'x';
    assertTrue(tag.signature(new MemorySource(image)).isEmpty());
  }

  @Test
  void leavesOutWhatCannotBeSummed() throws Exception {
    byte[] image = image("lies", 1000, 900, 100, 100, 901);
    put(image, FIELD, "check=1;pad=9999999999;sha256sum=0;partition=1,2,3;foo");
    assertEquals(List.of("check=1", "pad=9999999999", "foo"), renewed(image).entries());
    ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(0x8050, -1);
    put(image, FIELD, "check=1;pad=4294967294;sha256sum=0;partition=1,2,3;foo");
    assertEquals(List.of("check=1", "pad=4294967294", "foo"), renewed(image).entries());
  }

  @Test
  void countsFragmentsAsCheckmediaDoes() throws Exception {
    byte[] image = image("fragments", 4000, 4000, 0, 0, 0);
    put(image, FIELD, "sha1sum=0;fragment sums=0;fragment count=20");
    String sums = renewed(image).sums().get(1);
    StringBuilder expected = new StringBuilder("fragment sums=");
    byte[] read = image.clone();
    Arrays.fill(read, 0, 512, (byte) 0);
    Arrays.fill(read, FIELD, FIELD + 512, (byte) ' ');
    long fragment = 4000 * 512 / 21;
    for (int n = 1; n <= 20; n++) {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(Arrays.copyOf(read, firstBehind(n, fragment)));
      for (int i = 0; i < 3; i++) {
        expected.append(Integer.toHexString(digest[i] & 0xFF).charAt(0));
      }
    }
    assertEquals(expected.toString(), sums);
  }

  /** End of the first piece that begins inside a fragment. */
  private static int firstBehind(int n, long fragment) {
    int at = 0;
    while (at / fragment < n) {
      at += 32768;
    }
    return at + 32768;
  }

  private static SuseTag renewed(byte[] image) throws IOException {
    ImageSource source = new MemorySource(image);
    return SuseTag.find(source).orElseThrow().renewed(source, done -> {});
  }

  /** The images of checkmedia: hardly more than what the sums are told by, and marks at borders. */
  private static byte[] image(
      String name, int blocks, int volume, int padding, int start, int length) {
    byte[] image = new byte[blocks * 512];
    put(image, 0x8000, "\u0001CD001\u0001");
    ByteBuffer fields = ByteBuffer.wrap(image);
    fields.putInt(0x8054, volume / 4).order(ByteOrder.LITTLE_ENDIAN).putInt(0x8050, volume / 4);
    put(image, (volume - padding) * 512 - 4, "efgh");
    put(image, 0x823e, name + " ".repeat(128 - name.length()));
    if (blocks > volume) {
      put(image, volume * 512, "ijkl");
      put(image, blocks * 512 - 4, "uvwx");
    }
    if (start > 0) {
      put(image, 0, "abcd");
      fields.putShort(0x1fe, (short) 0xaa55);
      fields.putInt(0x1be, 0xffffff00).putInt(0x1c2, 0xffffff83);
      fields.putInt(0x1c6, start).putInt(0x1ca, length);
      put(image, start * 512, "mnop");
      put(image, Math.min(blocks, start + length) * 512 - 4, "qrst");
    }
    return image;
  }

  private static void put(byte[] image, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, image, at, bytes.length);
  }

  private static String text(byte[] field) {
    return new String(field, StandardCharsets.ISO_8859_1).strip();
  }
}
