/** Django's migrations, in the shapes that makemigrations and its users write. */
import { describe, expect, test } from '@jest/globals';
import { told } from './told.ts';

const file = (name: string, operations: readonly string[], more = '', dependency = '0001_initial') => ({
  path: `shop/orders/migrations/${name}.py`,
  text: [
    'from django.db import migrations, models',
    'import django.db.models.deletion',
    '',
    'def forwards(apps, schema_editor):',
    '    apps.get_model("orders", "Order").objects.update(total=0)',
    '',
    'class Migration(migrations.Migration):',
    `    dependencies = [("orders", "${dependency}")]`,
    '    operations = [',
    ...operations.map((operation) => `        ${operation},`),
    '    ]',
    more,
  ].join('\n'),
});

const initial = {
  path: 'shop/orders/migrations/0001_initial.py',
  text: [
    'from django.db import migrations, models',
    '',
    'class Migration(migrations.Migration):',
    '    initial = True',
    '    operations = [',
    '        migrations.CreateModel(',
    '            name="Order",',
    '            fields=[',
    '                ("id", models.BigAutoField(primary_key=True)),',
    '                ("title", models.CharField(max_length=100)),',
    '                ("note", models.CharField(max_length=50, null=True)),',
    '            ],',
    '        ),',
    '    ]',
  ].join('\n'),
};
const context = { path: initial.path, before: initial.text, after: initial.text };

const up = async (...operations: string[]) => {
  const { path, text } = file('0002_change', operations);
  return told([context, { path, after: text }]);
};

describe('an operation is told with its line', () => {
  test.each([
    [
      'migrations.AddField("order", "total", models.IntegerField(null=True))',
      'additive, adds the column orders.order.total',
    ],
    [
      'migrations.AddField(model_name="order", name="total", field=models.IntegerField(db_default=0))',
      'additive, adds the column orders.order.total',
    ],
    [
      'migrations.AddField("order", "tags", models.ManyToManyField(to="orders.tag"))',
      'additive, creates the table orders.order.tags',
    ],
    [
      'migrations.RemoveField(model_name="order", name="title")',
      'destructive, drops the column orders.order.title',
    ],
    [
      'migrations.RenameField("order", "title", "name")',
      'mixed, renames the column orders.order.title to name: neither code runs with the other name',
    ],
    [
      'migrations.RenameModel("Order", "Purchase")',
      'mixed, renames the table orders.Order to orders.Purchase: neither code runs with the other name',
    ],
    ['migrations.DeleteModel(name="Order")', 'destructive, drops the table orders.Order'],
    [
      'migrations.AlterField("order", "title", models.CharField(max_length=200))',
      'additive, changes the type of orders.order.title to CharField, which holds all that it held',
    ],
    [
      'migrations.AlterField("order", "title", models.CharField(max_length=20))',
      'destructive, changes the type of orders.order.title to CharField, which holds less',
    ],
    [
      'migrations.AlterField("order", "note", models.CharField(max_length=50, default=""))',
      'destructive, makes orders.order.note NOT NULL: code that still writes none there fails',
    ],
    [
      'migrations.AlterField("order", "title", models.CharField(max_length=100, null=True))',
      'additive, lets orders.order.title be null',
    ],
    [
      'migrations.AlterField("order", "other", models.TextField())',
      'unknown, alters the field orders.order.other; what it was is not among the files',
    ],
    [
      'migrations.AlterUniqueTogether(name="order", unique_together={("title", "note")})',
      'mixed, adds a unique constraint (unique_together) to orders.order: code from before may write what it forbids, new code may rely on it',
    ],
    [
      'migrations.AddIndex("order", models.Index(fields=["title"], name="by_title"))',
      'additive, creates the index by_title on orders.order',
    ],
    [
      'migrations.AddConstraint("order", models.CheckConstraint(check=models.Q(a__gt=0), name="c"))',
      'destructive, adds a check constraint to orders.order: code from before may write what it forbids',
    ],
    [
      'migrations.RunPython(forwards, migrations.RunPython.noop)',
      "unknown, runs forwards on the data: what it does there can't be told",
    ],
    ['migrations.RunSQL("DROP VIEW totals", migrations.RunSQL.noop)', 'destructive, drops the view totals'],
    [
      'migrations.RunSQL(sql=[("UPDATE orders_order SET total = %s", [1])])',
      "unknown, runs SQL that can't be read (UPDATE orders_order SET total = %s)",
    ],
    [
      'migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("DROP TABLE a")], state_operations=[migrations.DeleteModel("Order")])',
      'destructive, drops the table a',
    ],
    ['TrigramExtension()', 'additive, creates the extension TrigramExtension'],
    ['OurOwnOperation("order")', 'unknown, does something else (OurOwnOperation("order"))'],
  ])('%s', async (operation, words) => {
    expect((await up(operation)).words).toEqual([`10 ${words}`]);
  });

  test.each([
    'migrations.AlterField("order", "title", models.CharField(max_length=100, help_text="new", default="x"))',
    'migrations.AlterModelOptions("order", {"ordering": ["id"]})',
    'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("order", "title")])',
    'migrations.RunPython(migrations.RunPython.noop)',
    'migrations.RunSQL(migrations.RunSQL.noop)',
  ])('of what the database does not hear of, nothing is told: %s', async (operation) => {
    expect((await up(operation)).verdict).toBe('none');
  });

  test('a default is Django’s own: the database has none for code from before', async () => {
    const { verdict, words, advice } = await up(
      'migrations.AddField("order", "kind", models.CharField(max_length=5, default="a"))',
    );
    expect(verdict).toBe('mixed');
    expect(words.join()).toContain('Django keeps its default to itself');
    expect(advice.join()).toContain('let the column be null at first');
  });
});

describe('what can not be told', () => {
  const other = (text: string) => told([{ path: 'orders/migrations/0002_x.py', after: text }]);
  const head = 'from django.db import migrations\nclass Migration(migrations.Migration):\n';

  test('is unknown: operations that are put together', async () => {
    expect((await other(`${head}    operations = make()\n`)).verdict).toBe('unknown');
    expect((await other(`${head}    operations = [migrations.RunSQL(SQL)]\n`)).verdict).toBe('unknown');
    expect(
      (await other(`${head}    operations = []\n    for x in y:\n        operations.append(x)\n`)).verdict,
    ).toBe('unknown');
    expect((await other(`${head}    operations = [migrations.AddField(**given)]\n`)).verdict).toBe('unknown');
  });

  test('is unknown: a squash of others', async () => {
    expect((await other(`${head}    replaces = [("orders", "0001")]\n    operations = []\n`)).verdict).toBe(
      'unknown',
    );
  });

  test('lists that are added up can be', async () => {
    expect(
      (await other(`${head}    operations = [migrations.DeleteModel("A")] + [migrations.DeleteModel("B")]\n`))
        .words,
    ).toHaveLength(2);
  });
});

describe('the way back', () => {
  test('is the operations turned round, last first', async () => {
    const { path, text } = file('0002_change', [
      'migrations.AddField("order", "total", models.IntegerField(null=True))',
      'migrations.RemoveField("order", "note")',
      'migrations.RunPython(forwards)',
    ]);
    const { words } = await told([context, { path, before: text }], { direction: 'downgrade' });
    expect(words).toEqual([
      '12 unknown, runs code that says nothing of the way back',
      '11 additive, adds the column orders.order.note',
      '10 destructive, drops the column orders.order.total',
    ]);
  });
});

describe('dependencies', () => {
  test('that leave an app with two ends are told of, unless a merge joins them', async () => {
    const [one, two] = ['0002_a', '0002_b']
      .map((name) => file(name, []))
      .map(({ path, text }) => ({ path, after: text }));
    if (one === undefined || two === undefined) throw new Error('There are two.');
    expect((await told([context, one, two])).advice.join()).toContain(
      'The migrations of orders end in 2 heads',
    );
    const merge = file('0003_merge', []).text.replace(
      '("orders", "0001_initial")',
      '("orders", "0002_a"), ("orders", "0002_b")',
    );
    const joined = { path: 'shop/orders/migrations/0003_merge.py', after: merge };
    expect((await told([context, one, two, joined])).advice).toEqual([]);
  });
});
