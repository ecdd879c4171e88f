final class GenerateCrds {
  public static void main(String[] args) {}
}
