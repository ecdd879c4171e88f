package io.mkube.apiserver.junit.example;

/** What is wanted. */
public final class WebsiteSpec {
  private String html = "";
  private Integer replicas;

  public String getHtml() {
    return html;
  }

  public void setHtml(String html) {
    this.html = html;
  }

  public Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(Integer replicas) {
    this.replicas = replicas;
  }
}
