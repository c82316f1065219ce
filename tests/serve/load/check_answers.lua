-- For wrk, one connection a thread: asks the targets of a file at random and compares every answer with what the index
-- of its generation says.
--   wrk ... -s check_answers.lua ADDRESS -- TARGETS_FILE NUMBER_OF_INDEXES
-- TARGETS_FILE: a target a line, then for each index, after a tab, the Adler-32 of its answer ("-": not 200 there).
-- Prints "answers KIND N" lines and the latencies: see done().
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  targets, expected = {}, {}
  indexes = tonumber(arguments[2])
  for line in io.lines(arguments[1]) do
    local fields = {}
    for field in line:gmatch("[^\t]+") do fields[#fields + 1] = field end
    targets[#targets + 1] = fields[1]
    expected[#expected + 1] = fields
  end
  math.randomseed(number * 7919 + 17)
  same, torn, cut, busy, bad, bytes = 0, 0, 0, 0, 0, 0
  torn_example, bad_example = "", ""
end

function request()
  asked = math.random(#targets)
  return wrk.format("GET", targets[asked])
end

-- Two answers to one question on one index differ in their time, on pages in the number of the generation, and may do
-- so in the last digits of a score: sums of floating point in another order.
function checksum(body)
  body = body:gsub('"took_us":%d+', '', 1):gsub('pages in index %d+<', '', 1)
  body = body:gsub('("score":%d+%.%d%d%d%d%d%d)%d*', '%1')
  local a, b = 1, 0
  for i = 1, #body do
    a = (a + body:byte(i)) % 65521
    b = (b + a) % 65521
  end
  return string.format("%.0f", b * 65536 + a)
end

function response(status, headers, body)
  bytes = bytes + #body
  if status == 503 then busy = busy + 1 return end
  local generation = tonumber(headers["Polsearch-Generation"] or "")
  local wanted = generation and expected[asked][2 + (generation - 1) % indexes]
  if status ~= 200 then
    if wanted == "-" and status < 500 then same = same + 1 return end
    bad = bad + 1
    bad_example = status .. " " .. targets[asked]
  elseif wanted == checksum(body) then
    same = same + 1
  elseif body:find('"total_is_exact":false', 1, true) or body:find('at least ', 1, true) then
    cut = cut + 1
  else
    torn = torn + 1
    torn_example = "generation " .. tostring(generation) .. " " .. targets[asked]
  end
end

function done(summary, latency, _)
  local sum = {}
  for _, thread in ipairs(threads) do
    for _, kind in ipairs({"same", "torn", "cut", "busy", "bad", "bytes"}) do
      sum[kind] = (sum[kind] or 0) + thread:get(kind)
    end
    for _, kind in ipairs({"torn_example", "bad_example"}) do
      if thread:get(kind) ~= "" then sum[kind] = thread:get(kind) end
    end
  end
  for kind, value in pairs(sum) do print("answers", kind, value) end
  local errors = summary.errors
  print("answers", "socket_errors", errors.connect + errors.read + errors.write + errors.timeout)
  print("answers", "seconds", summary.duration / 1e6)
  for _, share in ipairs({50, 90, 99, 99.9}) do print("latency", share, latency:percentile(share) / 1000) end
  print("latency", 100, latency.max / 1000)
end
