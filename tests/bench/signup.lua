-- A delegation of three, with a key of its own in every request and from all
-- municipalities in turn.
local codes = {}
for line in io.lines(os.getenv("BENCH_GEMEENTEN")) do
	codes[#codes + 1] = line:match("^\"?(GM%d%d%d%d)")
end

local people = ""
for n, name in ipairs({ "Anna", "Bram", "Chris" }) do
	local prefix = "&deelnemer_" .. n .. "_"
	people = people .. prefix .. "voornaam=" .. name ..
	    prefix .. "achternaam=van+den+Berg" ..
	    prefix .. "email=" .. name:lower() .. "%40woerden.example" ..
	    prefix .. "rol=" .. (n == 1 and "wethouder" or "medewerker")
end
local body = "&contact_voornaam=Jan" ..
    "&contact_achternaam=de+Boer&contact_email=jan%40woerden.example" ..
    "&website=&thema=vsv" .. people .. "&sleutel="
local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local threads = 0

function setup(thread)
	threads = threads + 1
	thread:set("number", threads)
end

local prefix, count

function init()
	prefix = string.format("%x-%x-", os.time(), number) ..
	    os.getenv("BENCH_ROUND") .. "-"
	count = 0
	math.randomseed(number)
end

-- With BENCH_PACE each client waits so many milliseconds between two of its
-- requests, on the average, at random: they come as people do.
local pace = tonumber(os.getenv("BENCH_PACE") or "")
if pace then
	function delay()
		return math.floor(-pace * math.log(1 - math.random()) + 0.5)
	end
end

function request()
	count = count + 1
	return wrk.format("POST", "/aanmelden", headers,
	    "gemeente=" .. codes[count % #codes + 1] .. body .. prefix ..
	    string.format("%016d", count))
end
