using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>A query reads, unless it calls a function that may do more, stores what it found, or takes rows from a queue.</summary>
internal static class SqlSelect
{
    // Words before a parenthesis that are no functions, types with a length, and the functions that only compute.
    private static readonly HashSet<string> Pure = new(
        (
            "SELECT FROM WHERE AND OR NOT IN EXISTS ANY ALL SOME ON USING AS JOIN APPLY LATERAL OVER BY VALUES WITH TOP LIMIT OFFSET FETCH NEXT HAVING UNION EXCEPT INTERSECT CASE WHEN THEN ELSE BETWEEN LIKE ILIKE SIMILAR IS DISTINCT "
            + "FILTER WITHIN GROUP ROLLUP CUBE SETS PARTITION MATERIALIZED RECURSIVE INDEX FORCE ARRAY ROW INTERVAL ESCAPE "
            + "CHAR VARCHAR NCHAR NVARCHAR DECIMAL NUMERIC FLOAT DATETIME2 DATETIMEOFFSET TIME TIMESTAMP BINARY VARBINARY CHARACTER "
            + "COUNT COUNT_BIG SUM MIN MAX AVG STDDEV VARIANCE STRING_AGG GROUP_CONCAT ARRAY_AGG JSON_AGG JSONB_AGG BOOL_AND BOOL_OR EVERY TOTAL "
            + "ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD FIRST_VALUE LAST_VALUE PERCENTILE_CONT "
            + "COALESCE ISNULL IFNULL NULLIF NVL IIF IF CHOOSE GREATEST LEAST CAST TRY_CAST CONVERT TRY_CONVERT PARSE EXTRACT "
            + "LOWER UPPER TRIM LTRIM RTRIM BTRIM LEN LENGTH DATALENGTH CHAR_LENGTH SUBSTRING SUBSTR LEFT RIGHT REPLACE REVERSE CONCAT CONCAT_WS CHARINDEX INSTR POSITION STRPOS STUFF FORMAT TO_CHAR TO_DATE TO_TIMESTAMP SPLIT_PART REGEXP_REPLACE TRANSLATE LPAD RPAD "
            + "ABS CEIL CEILING FLOOR ROUND TRUNC SIGN POWER SQRT MOD EXP LOG LN "
            + "NOW GETDATE GETUTCDATE SYSDATETIME SYSUTCDATETIME SYSDATETIMEOFFSET DATE DATETIME STRFTIME JULIANDAY UNIXEPOCH CURRENT_TIMESTAMP DATEADD DATEDIFF DATEPART DATENAME DATE_TRUNC DATE_PART DATE_ADD DATE_SUB YEAR MONTH DAY HOUR MINUTE SECOND UNIX_TIMESTAMP FROM_UNIXTIME UTC_TIMESTAMP AGE EOMONTH "
            + "JSON_VALUE JSON_QUERY JSON_EXTRACT JSON_OBJECT JSON_BUILD_OBJECT JSONB_BUILD_OBJECT JSON_ARRAY ROW_TO_JSON TO_JSON TO_JSONB OPENJSON JSONB_ARRAY_ELEMENTS JSONB_EXTRACT_PATH STRING_SPLIT STRING_TO_ARRAY ARRAY_LENGTH CARDINALITY UNNEST GENERATE_SERIES ARRAY_TO_STRING "
            + "MD5 SHA1 SHA2 HASHBYTES CHECKSUM ENCODE DECODE HEX UNHEX CHANGES LAST_INSERT_ROWID LAST_INSERT_ID SCOPE_IDENTITY IDENT_CURRENT LASTVAL CURRVAL DATABASE VERSION OBJECT_ID DB_NAME SCHEMA_NAME"
        ).Split(' '),
        StringComparer.Ordinal
    );

    public static Replay Effect(ImmutableArray<SqlToken> statement)
    {
        for (var i = 0; i < statement.Length; i++)
        {
            var token = statement[i];
            var isCalled = i + 1 < statement.Length && statement[i + 1].Is("(");
            if (
                token.Is("INTO")
                || (token.Is("LOCKED") && statement[i - 1].Is("SKIP"))
                || (token.Is("READPAST") || (token.Is("VALUE") && statement[i - 1].Is("NEXT")))
                || (
                    isCalled
                    && token.IsName
                    && (token.Kind == SqlTokenKind.QuotedName || !Pure.Contains(token.Text) || (i > 0 && statement[i - 1].Is(".")))
                )
                || (token.Depth > 0 && statement[i - 1].Is("(") && (token.Is("INSERT") || token.Is("UPDATE") || token.Is("DELETE")))
            )
            {
                return Replay.Unknown;
            }
        }

        return Replay.Safe;
    }
}
