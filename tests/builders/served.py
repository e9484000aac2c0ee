"""What tests of the server share: its address, the headers of a change, a page that means harm."""

HERE = "http://127.0.0.1:8470"
CHANGE = {"X-Sayso": "1", "X-Sayso-Person": "Ada%20Byron"}

AWAY = "https://elsewhere.test"
# What a report's page may hold that must neither run nor be fetched.
HOSTILE = f"""<!doctype html><html><head><title>Truce in Marn</title><base href="{AWAY}/">
<meta http-equiv="refresh" content="0;url={AWAY}/">
<link rel="stylesheet" href="//elsewhere.test/a.css"><link rel="preconnect" href="{AWAY}">
<style>@import url({AWAY}/b.css); body{{background:url({AWAY}/c.png)}}</style>
<script>document.title='ran'</script></head><body onload="alert(1)" background="{AWAY}/bg">
<p style="background:url({AWAY}/d.png)" onclick="alert(2)">The army signed a truce in Marn.</p>
<img src={AWAY}/e.png srcset="{AWAY}/e2.png 2x" onerror=alert(3)>
<svg onload=alert(4)><script>alert(5)</script><image href="{AWAY}/s.png"/></svg>
<iframe src="{AWAY}/f" srcdoc="<script>alert(10)</script>"></iframe>
<object data="{AWAY}/g"></object><embed src="{AWAY}/g2">
<form action="{AWAY}/h"><input name=q autofocus onfocus=alert(11)><button>Go</button></form>
<a href="javascript:alert(6)">one</a> <a href="data:text/html,x">two</a>
<a href="{AWAY}/i" ping="{AWAY}/j">three</a>
<video poster="{AWAY}/k" src="{AWAY}/l"></video><audio src="{AWAY}/m" autoplay></audio>
<math><mtext><style><img src=x onerror=alert(7)></style></mtext></math>
<template><script>alert(8)</script></template>
<noscript><p title="</noscript><img src=x onerror=alert(9)>"></noscript>
<td background="{AWAY}/n">cell</td><!--[if IE]><script>alert(12)</script><![endif]-->
</body></html>"""
