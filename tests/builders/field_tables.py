"""Invented tables in the forms of ACLED, UCDP GED and POLECAT, for tests."""

import csv
import io


def _divided(by, names):
    return names.split(by)


ACLED_COLUMNS = _divided(
    ",",
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp",
)
GED_COLUMNS = _divided(
    ",",
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob",
)
POLECAT_COLUMNS = _divided(
    "|",
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version",
)

_ACLED = {
    "event_id_cnty": "KEN1", "event_date": "2031-03-01", "year": "2031", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Kenya (2022-)", "inter1": "1", "actor2": "Al Shabaab",
    "inter2": "2", "country": "Kenya", "admin1": "Mandera", "location": "Ilsk",
    "latitude": "3.9", "longitude": "41.8", "geo_precision": "1", "source": "Hill Radio",
    "notes": "On 1 March 2031, soldiers and fighters clashed in Ilsk, \"near the ferry\"; 12 died.",
    "fatalities": "12",
}  # fmt: skip
_GED = {
    "id": "700", "type_of_violence": "1", "side_a": "Government of Kenya", "side_b": "Al-Shabaab",
    "side_a_new_id": "138", "source_office": "Hill Radio", "source_date": "2031-03-02",
    "source_headline": "Clash at the ferry", "source_original": "police", "where_prec": "1",
    "where_coordinates": "Ilsk town", "adm_1": "Mandera county", "latitude": "3.91",
    "longitude": "41.81", "country": "Kenya", "date_prec": "1",
    "date_start": "2031-03-01 00:00:00.000", "date_end": "2031-03-01 00:00:00.000",
    "best": "10", "low": "8", "high": "14", "deaths_a": "4",
}  # fmt: skip
_POLECAT = {
    "Event ID": "2031-03-01-7-ab_ASSAULT_firearms", "Event Date": "2031-03-01",
    "Event Type": "ASSAULT", "Event Mode": "firearms", "Actor Name": "Al-Shabaab",
    "Actor Country": "SOM", "Primary Actor Sector": "REB", "Recipient Name": "Kenya",
    "Recipient Country": "KEN", "Primary Recipient Sector": "MIL", "City": "Ilsk",
    "Province": "Mandera", "Country": "KEN", "Latitude": "3.9", "Longitude": "41.8",
    "Source": "Hill Radio", "Publication Date": "2031-03-02", "Language": "en",
}  # fmt: skip


def acled(*rows):
    """An ACLED export of these rows; each is what differs from a clash in Ilsk."""
    return _csv(ACLED_COLUMNS, _ACLED, rows)


def ged(*rows):
    """A GED file of these rows."""
    return _csv(GED_COLUMNS, _GED, rows)


def polecat(*rows):
    """A weekly file of POLECAT of these rows."""
    lines = ["\t".join(POLECAT_COLUMNS)]
    for row in rows:
        cells = _POLECAT | row
        lines.append("\t".join(cells.get(name, "None") for name in POLECAT_COLUMNS))
    return ("\n".join(lines) + "\n").encode()


def _csv(columns, usual, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(usual | row for row in rows)
    return out.getvalue().encode()
