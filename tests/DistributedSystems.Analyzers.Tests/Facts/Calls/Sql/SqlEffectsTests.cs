using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class SqlEffectsTests
{
    [Theory]
    [InlineData("SELECT * FROM orders WHERE id = @id")]
    [InlineData("select count(*), max(o.total) from dbo.orders o with (nolock) where name like N'x%'")]
    [InlineData("SELECT id FROM a UNION ALL SELECT id FROM b ORDER BY 1 LIMIT 10")]
    [InlineData("WITH recent AS (SELECT id FROM orders) SELECT * FROM recent")]
    [InlineData("SELECT * FROM orders WHERE id IN (SELECT id FROM b) FOR UPDATE")]
    [InlineData("-- INSERT INTO x\nSELECT 1 /* DELETE FROM y */")]
    [InlineData("SELECT 'INSERT INTO x; DROP' FROM t")]
    [InlineData("SELECT [insert] FROM \"update\" WHERE `delete` = 1")]
    [InlineData("SET NOCOUNT ON SELECT 1")]
    [InlineData("INSERT INTO #work VALUES (1)")]
    [InlineData("INSERT INTO @ids SELECT id FROM orders")]
    [InlineData("SELECT $$ INSERT INTO x $$, E'it\\'s'")]
    [InlineData("SELECT * FROM \uFFFC WHERE a = \uFFFC")]
    [InlineData("SELECT REPLACE(name, 'a', 'b') FROM t")]
    public void Reads(string sql) => Assert.Equal(Replay.Safe, SqlEffects.Of(sql));

    [Theory]
    [InlineData("UPDATE orders SET status = @s WHERE id = @id")]
    [InlineData("UPDATE o SET o.status = 'paid', o.at = NOW() FROM orders o WHERE o.id = 5")]
    [InlineData("UPDATE orders SET name = UPPER(name)")]
    [InlineData("UPDATE orders SET note = COALESCE(note, @note)")]
    [InlineData("UPDATE flags SET bits = bits | 4")]
    [InlineData("UPDATE t SET v = s.v + 1 FROM s WHERE s.id = t.id")]
    [InlineData("UPDATE t SET v = COALESCE(v, -1)")]
    [InlineData("UPDATE t SET v = 1 WHERE v + 1 > @n")]
    [InlineData("UPDATE t SET v = 1 FROM s JOIN u ON v + 1 = u.v")]
    [InlineData("UPDATE t SET v = 1 OUTPUT v + 1 WHERE id = @id")]
    [InlineData("UPDATE t SET v = 1 RETURNING v + 1")]
    [InlineData("UPDATE t SET v = 1 ORDER BY v + 1")]
    [InlineData("UPDATE t SET name = UPPER(name) OPTION (RECOMPILE)")]
    [InlineData(
        "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED BY SOURCE AND v + 1 > 2 THEN DELETE;"
    )]
    [InlineData("DELETE FROM orders WHERE id = @id")]
    [InlineData("WITH old AS (SELECT id FROM o) DELETE FROM o WHERE id IN (SELECT id FROM old)")]
    [InlineData("INSERT INTO t (id, v) VALUES (@id, @v) ON CONFLICT (id) DO NOTHING")]
    [InlineData("INSERT INTO t (id, v) VALUES (@id, @v) ON CONFLICT DO NOTHING")]
    [InlineData("INSERT INTO t (id, v) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET v = excluded.v")]
    [InlineData("INSERT INTO t (id, v) VALUES (?, ?) ON DUPLICATE KEY UPDATE v = VALUES(v)")]
    [InlineData("INSERT IGNORE INTO t (id) VALUES (1)")]
    [InlineData("INSERT OR IGNORE INTO t VALUES (:id)")]
    [InlineData("INSERT OR REPLACE INTO t VALUES (:id)")]
    [InlineData("REPLACE INTO t (id) VALUES (1)")]
    [InlineData("INSERT INTO t (id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM t WHERE id = @id)")]
    [InlineData("IF NOT EXISTS (SELECT 1 FROM t WHERE id = @id) INSERT INTO t (id) VALUES (@id)")]
    [InlineData(
        "IF NOT EXISTS (SELECT 1 FROM t WHERE id = @id) BEGIN INSERT INTO t (id) VALUES (@id) END ELSE BEGIN UPDATE t SET v = @v WHERE id = @id END"
    )]
    [InlineData(
        "MERGE INTO t AS x USING (SELECT @id AS id) AS s ON x.id = s.id WHEN MATCHED THEN UPDATE SET x.v = s.v WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id);"
    )]
    [InlineData("CREATE TABLE IF NOT EXISTS t (id int)")]
    [InlineData("TRUNCATE TABLE t")]
    [InlineData("INSERT INTO t (id, g) VALUES (@id, gen_random_uuid()) ON CONFLICT (id) DO NOTHING")]
    public void Leaves_the_same_state(string sql) => Assert.Equal(Replay.Idempotent, SqlEffects.Of(sql));

    [Theory]
    [InlineData("INSERT INTO orders (id, total) VALUES (@id, @total)")]
    [InlineData("insert into dbo.[orders] values (1); select scope_identity()")]
    [InlineData("INSERT INTO orders (total) VALUES (@t) SELECT SCOPE_IDENTITY()")]
    [InlineData("INSERT INTO a (id) SELECT id FROM b WHERE x = 1")]
    [InlineData("INSERT INTO a (id) VALUES (1) RETURNING id")]
    [InlineData("INSERT INTO \uFFFC (id) VALUES (\uFFFC)")]
    [InlineData("INSERT INTO t_\uFFFC VALUES \uFFFC")]
    [InlineData("UPDATE a SET n = n + 1 WHERE id = @id")]
    [InlineData("UPDATE a SET n += @d WHERE id = @id")]
    [InlineData("UPDATE accounts SET balance = accounts.balance - @amount, at = now() WHERE id = @id AND balance >= @amount")]
    [InlineData("UPDATE a SET n = COALESCE(n, 0) + 1")]
    [InlineData("UPDATE a SET log = log || 'x'")]
    [InlineData("UPDATE a SET log = CONCAT(log, 'x')")]
    [InlineData("UPDATE a SET \"n\" = \"n\" * 2 WHERE v = @v OR id = 1")]
    [InlineData("UPDATE a SET expires = expires + interval '1 day'")]
    [InlineData("DELETE FROM jobs WHERE done = 0 LIMIT 1")]
    [InlineData("DELETE TOP (1) FROM jobs OUTPUT deleted.id")]
    [InlineData("DELETE FROM jobs WHERE id = @id RETURNING *")]
    [InlineData("SELECT 1; INSERT INTO t VALUES (1); DELETE FROM u")]
    [InlineData("UPDATE t SET a = 1 WHERE id = 2 INSERT INTO log (id) VALUES (2)")]
    [InlineData("SET NOCOUNT ON INSERT INTO t VALUES (1)")]
    [InlineData("BEGIN TRAN; INSERT INTO t VALUES (1); COMMIT")]
    [InlineData("INSERT INTO t (id, n) VALUES (@id, 1) ON CONFLICT (id) DO UPDATE SET n = t.n + excluded.n")]
    [InlineData("INSERT INTO t (id, n) VALUES (@id, 1) ON DUPLICATE KEY UPDATE n = n + VALUES(n)")]
    [InlineData("INSERT INTO t (v) VALUES (@v) ON CONFLICT (id) DO NOTHING")]
    [InlineData("INSERT INTO t (id, v) VALUES (gen_random_uuid(), @v) ON CONFLICT (id) DO NOTHING")]
    [InlineData("MERGE t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = t.n + s.n;")]
    [InlineData("MERGE INTO t USING s ON 1 = 0 WHEN NOT MATCHED THEN INSERT (v) VALUES (s.v) OUTPUT inserted.id;")]
    [InlineData("WITH moved AS (INSERT INTO archive (id) VALUES (1) RETURNING id) SELECT * FROM moved")]
    [InlineData("WITH x AS (SELECT 1 AS id) INSERT INTO t (id) SELECT id FROM x")]
    [InlineData("IF EXISTS (SELECT 1 FROM t) UPDATE t SET n = n + 1 ELSE INSERT INTO t (n) VALUES (1)")]
    [InlineData("INSERT INTO a VALUES (1) # a MySQL comment")]
    [InlineData("NOTIFY orders, 'x'")]
    public void Adds_its_effect_again(string sql) => Assert.Equal(Replay.Accumulates, SqlEffects.Of(sql));

    [Theory]
    [InlineData("UPDATE a SET v = v + 1 WHERE id = @id AND v = @v")]
    [InlineData("UPDATE a SET balance = balance - @x, version = @next WHERE id = @id AND version = @version")]
    [InlineData("UPDATE a SET n = n + 1, done = 1 WHERE id = @id AND done = 0")]
    [InlineData("UPDATE a SET n = n + 1, at = @now WHERE id = @id AND a.at IS NULL")]
    [InlineData("UPDATE a SET n = n + 1, last = @id WHERE last <> @id")]
    public void Takes_effect_only_under_a_condition(string sql) => Assert.Equal(Replay.Conditional, SqlEffects.Of(sql));

    [Theory]
    [InlineData("")]
    [InlineData("dbo.PlaceOrder")]
    [InlineData("PlaceOrder")]
    [InlineData("INSERT")]
    [InlineData("EXEC PlaceOrder @id")]
    [InlineData("\uFFFC")]
    [InlineData("\uFFFC INTO t VALUES (1)")]
    [InlineData("UPDATE t SET \uFFFC WHERE id = 1")]
    [InlineData("UPDATE t SET n = n + 1 WHERE id = @id \uFFFC")]
    [InlineData("INSERT INTO t (id) VALUES (@id) \uFFFC")]
    [InlineData("SELECT dbo.NextNumber()")]
    [InlineData("SELECT nextval('s')")]
    [InlineData("SELECT * INTO copy FROM orders")]
    [InlineData("SELECT * FROM jobs LIMIT 1 FOR UPDATE SKIP LOCKED")]
    [InlineData("UPDATE jobs SET taken = 1 WHERE id = (SELECT id FROM jobs LIMIT 1 FOR UPDATE SKIP LOCKED)")]
    [InlineData("UPDATE a SET doc = jsonb_set(doc, '{a}', '1')")]
    [InlineData("UPDATE a SET doc = doc || '{}'::jsonb")]
    [InlineData("UPDATE a SET n = CASE WHEN n > 5 THEN n ELSE n + 1 END")]
    [InlineData("UPDATE a SET x = y, y = x")]
    [InlineData("IF @@ROWCOUNT = 0 INSERT INTO t VALUES (1)")]
    [InlineData("ALTER TABLE t ADD c int")]
    [InlineData("INSERT INTO t VALUES ('open")]
    [InlineData("SELECT 1 /* open")]
    public void Is_unknown(string sql) => Assert.Equal(Replay.Unknown, SqlEffects.Of(sql));

    [Fact]
    public void Any_text_has_an_answer()
    {
        const string Seed =
            "WITH x AS (SELECT [a], \"b\" FROM t) INSERT INTO u (a, b) VALUES ('c', $1, $$d$$, {0}) ON CONFLICT (a) DO UPDATE SET b = u.b + excluded.b WHERE x IS NULL; MERGE t USING s ON 1=0 WHEN MATCHED THEN UPDATE SET n += 1; IF NOT EXISTS (SELECT 1) DELETE TOP (1) /* e */ -- f\n";
        for (var start = 0; start < Seed.Length; start++)
        {
            for (var end = start; end <= Seed.Length; end += 3)
            {
                Assert.True(Enum.IsDefined(SqlEffects.Of(Seed[start..end])));
            }
        }

        Assert.Equal(Replay.Unknown, SqlEffects.Of(new string('(', 15_000)));
        Assert.Equal(Replay.Unknown, SqlEffects.Of("INSERT INTO t VALUES " + new string('(', 30_000)));
    }
}
