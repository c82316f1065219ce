# The small index that the cases search; sourced by them.
cat >rows.jsonl <<'ROWS'
{"id":"a page","title":"5G factories reach 41 sectors","date":"2023-05-02","lang":"en","body":"China has built 5G factories. A factory with 5G saves energy, said the Ministry of Industry and Information Technology."}
{"id":"b","title":"=Coal plan","date":"2023-04","lang":"en","body":"Coal and steel plan, with \"quotes\", of the year."}
{"id":"c","title":"","lang":"zh","body":"推动5G工厂建设。"}
ROWS
polindex build -o I rows.jsonl >/dev/null 2>&1
