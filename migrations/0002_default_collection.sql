INSERT INTO "collections" ("tenant_id", "id", "name", "description", "language")
VALUES (1, '00000000-0000-7000-8000-000000000001', 'default', NULL, 'auto')
ON CONFLICT DO NOTHING;
